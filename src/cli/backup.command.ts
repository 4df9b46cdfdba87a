import { listBases } from '../infrastructure/backup/backup-folder';
import { formatInstant } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import { backUp } from '../operations/backups';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

/** Copies of the embedded database, taken while it serves. */
export const backupCommand: Command = {
  name: 'backup',
  usage: 'backup | backup list',
  summary: 'copy the embedded database to BACKUP_DIR while it serves, or list the copies',
  details: [
    'The server does so itself every night and brings each minute of what was written; restore goes back to any of them.',
    'Sealed under DATA_KEY: keep that apart, without it no backup can be read.',
    'Stopped or failed, nothing half done stays. Exit codes: 0 done, 1 refused, 130 stopped.',
  ],
  async run(context, args) {
    const [verb] = args;
    if (args.length > 1 || (verb !== undefined && verb !== 'list')) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    const { config, print } = context;
    if (config.databaseUrl !== null) {
      print(
        say`backup: the database is outside (DATABASE_URL): it is backed up where it runs, see the guide`,
      );
      return 1;
    }
    if (config.backups === null) {
      print(say`backup: set BACKUP_DIR, a folder on another disk`);
      return 2;
    }
    return verb === 'list' ? list(context, config.backups.folder) : copy(context);
  },
};

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
  if (config.backups === null) return 2;
  const line = createProgressLine(terminal);
  try {
    const { stamp, bytes, sealedBytes } = await backUp(config, config.backups, {
      signal: terminal.signal,
      onProgress: (done, share) => line.show(megabytes(done), share),
    });
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
