import { listBases } from '../infrastructure/backup/backup-folder';
import { formatInstant } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import { createLogger } from '../infrastructure/logger';
import { backUp } from '../operations/backups';
import { backUpOutside, followOutside, isOutside } from '../operations/outside-backups';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

/** Copies of the database, taken while it serves. */
export const backupCommand: Command = {
  name: 'backup',
  usage: 'backup | backup list | backup --follow',
  summary: 'copy the database to BACKUP_DIR while it serves, or list the copies',
  details: [
    'Of the embedded database the server does so itself every night and brings each minute of what was written; restore goes back to any of them.',
    'An outside server (DATABASE_BACKUP_URL) is followed by backup --follow, a service of its own, which does the same until it is stopped.',
    'Sealed under DATA_KEY: keep that apart, without it no backup can be read.',
    'Stopped or failed, nothing half done stays. Exit codes: 0 done, 1 refused, 130 stopped.',
  ],
  async run(context, args) {
    const [verb] = args;
    if (args.length > 1 || !([undefined, 'list', '--follow'] as unknown[]).includes(verb)) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    const { config, print } = context;
    const { backups } = config;
    if (backups === null) {
      print(say`backup: set BACKUP_DIR, a folder on another disk`);
      return 2;
    }
    if (config.databaseUrl !== null && !isOutside(backups)) {
      print(
        say`backup: the database is outside (DATABASE_URL): set DATABASE_BACKUP_URL, the same server as a role that replicates, see the guide`,
      );
      return 2;
    }
    if (verb === 'list') return list(context, backups.folder);
    if (verb === '--follow') return follow(context);
    return copy(context);
  },
};

/** Until it is stopped, which is its good end. */
async function follow({ config, print, terminal = silentTerminal }: CommandContext): Promise<number> {
  const { backups, databaseUrl } = config;
  if (backups === null || databaseUrl === null || !isOutside(backups)) {
    print(say`backup: the server follows the embedded database by itself`);
    return 2;
  }
  await followOutside(config, backups, { signal: terminal.signal, log: createLogger(config.logLevel) });
  return 0;
}

async function list({ print }: CommandContext, folder: string): Promise<number> {
  for (const { stamp, beganAt, endedAt, bytes, sealedBytes } of await listBases(folder))
    print(
      [stamp, formatInstant(beganAt), formatInstant(endedAt), megabytes(bytes), megabytes(sealedBytes)].join(
        '\t',
      ),
    );
  return 0;
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

async function copy({ config, print, terminal = silentTerminal }: CommandContext): Promise<number> {
  const { backups, databaseUrl } = config;
  if (backups === null) return 2;
  const line = createProgressLine(terminal);
  const waiting = {
    signal: terminal.signal,
    onProgress: (done: number, share: number) => line.show(megabytes(done), share),
  };
  try {
    const outside = databaseUrl !== null && isOutside(backups);
    const { stamp, bytes, sealedBytes } = outside
      ? await backUpOutside(config, backups, waiting)
      : await backUp(config, backups, waiting);
    line.end();
    print(say`backup: ${stamp}, ${megabytes(bytes)}, sealed ${megabytes(sealedBytes)}`);
    return 0;
  } catch (error) {
    line.end();
    if (!terminal.signal.aborted) throw error;
    print(say`backup: stopped, nothing was kept of it`);
    return STOPPED;
  }
}
