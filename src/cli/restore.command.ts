import { rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Restored } from '../infrastructure/backup/restore-cluster';
import type { BackupSettings, Config } from '../infrastructure/config/config';
import { loadConfig } from '../infrastructure/config/config';
import { formatInstant, parseSecond } from '../infrastructure/format-time';
import { say, sayText } from '../infrastructure/language/say';
import {
  removeRestored,
  restoreDatabase,
  restoreOutsideDatabase,
  shutWindows,
  withRestored,
} from '../operations/restore';
import { markRestored } from '../operations/restore-mark';
import type { LoneCommand } from './command';
import { describeError } from './error-words';
import { createProgressLine } from './progress-line';
import { openTerminal, STOPPED, type Terminal } from './terminal';
import { verifyCommand } from './verify.command';

const STEPS = { files: 'files', wal: 'WAL', replay: 'replaying' } as const;

/** Brings the database back from BACKUP_DIR, as it was at an instant. */
export const restoreCommand: LoneCommand = {
  name: 'restore',
  usage: "restore [--to '2021-06-27 14:03:17'] [--into FOLDER] [--check]",
  summary: 'bring the database back from BACKUP_DIR, as it was at an instant or at the end',
  details: [
    'DATA_DIR must hold no database yet: stop the server and move the old one away, or name another folder.',
    'The instant is Asia/Shanghai, of the real clock. Afterwards every saved list is verified, and 暂停保存志愿 is on until somebody turns it off.',
    'Of an outside server (DATABASE_URL) its files are made in --into, a folder that is not there or empty, by an account that may start servers; start PostgreSQL of the same version on it.',
    '--check restores into a folder of its own below DATA_DIR, verifies, and removes it again: one line for a timer.',
    'Stopped or failed, no database is there. Exit codes: 0 done and verified, 1 refused or faults, 2 wrong words, 130 stopped.',
  ],
  async runAlone(print, args) {
    const asked = readArguments(args);
    if (asked === null) {
      print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    const config = loadConfig();
    const { backups } = config;
    if (backups === null) {
      print(say`restore: set BACKUP_DIR to the folder with the backups`);
      return 2;
    }
    const outside = config.databaseUrl !== null;
    if (outside !== (asked.into !== null) && !(outside && asked.check)) {
      print(
        outside
          ? say`restore: the database is outside (DATABASE_URL): name a folder for its files by --into`
          : say`restore: the embedded database goes to DATA_DIR, without --into`,
      );
      return 2;
    }
    const terminal = openTerminal();
    try {
      const restoring = { print, config, backups, terminal, ...asked };
      if (outside) return await bringBackOutside(restoring);
      return await (asked.check ? check : bringBack)(restoring);
    } catch (error) {
      if (terminal.signal.aborted) {
        print(say`restore: stopped, no database was made`);
        return STOPPED;
      }
      const words = describeError(error);
      if (words === null) throw error;
      print(say`restore: ${words}`);
      return 1;
    }
  },
};

interface Asked {
  readonly to: Date | null;
  readonly into: string | null;
  readonly check: boolean;
}

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { to: { type: 'string' }, into: { type: 'string' }, check: { type: 'boolean' } },
    });
    const to = values.to === undefined ? null : parseSecond(values.to);
    if (values.to !== undefined && to === null) return null;
    return { to, into: values.into ?? null, check: values.check === true };
  } catch {
    return null;
  }
}

interface Restoring extends Asked {
  print(line: string): void;
  readonly config: Config;
  readonly backups: BackupSettings;
  readonly terminal: Terminal;
}

async function bringBack(parts: Restoring): Promise<number> {
  const { print, config } = parts;
  const restored = await restoreEmbedded(parts, config.dataDir);
  const code = await withRestored(config, config.dataDir, async (db) => {
    await shutWindows(db, describeReason(restored));
    return verifyCommand.run({ db, config, print, terminal: parts.terminal }, []);
  });
  tellStopped(print);
  return code;
}

const tellStopped = (print: Restoring['print']) =>
  print(
    say`restore: saves are stopped (暂停保存志愿) until somebody has looked: zhiyuan switch set stopSaves off --reason …`,
  );

/** The files of an outside server, verified and with saves stopped before anybody can start them. */
async function bringBackOutside(parts: Restoring): Promise<number> {
  const { print, config, terminal, into, check: checksAlone } = parts;
  const checked = path.join(config.dataDir, 'restore-check');
  const folder = into ?? path.join(checked, 'files');
  let code = 1;
  if (checksAlone) await rm(checked, { recursive: true, force: true });
  try {
    await restore(parts, (common) =>
      restoreOutsideDatabase({ ...common, into: folder }, async (db, base) => {
        if (!checksAlone) await shutWindows(db, `restored from ${base.stamp}`);
        code = await verifyCommand.run({ db, config, print, terminal }, []);
      }),
    );
  } finally {
    if (checksAlone) await rm(checked, { recursive: true, force: true });
  }
  if (checksAlone) {
    if (code === 0) await markRestored(config.dataDir);
    return code;
  }
  print(
    say`restore: the files are in ${folder}: start PostgreSQL of the same version on them, then this program`,
  );
  tellStopped(print);
  return code;
}

async function check(parts: Restoring): Promise<number> {
  const { print, config } = parts;
  const dataDir = path.join(config.dataDir, 'restore-check');
  await removeRestored(dataDir);
  try {
    await restoreEmbedded(parts, dataDir);
    const code = await withRestored(config, dataDir, (db) =>
      verifyCommand.run({ db, config, print, terminal: parts.terminal }, []),
    );
    if (code === 0) await markRestored(config.dataDir);
    return code;
  } finally {
    await removeRestored(dataDir);
  }
}

const restoreEmbedded = (parts: Restoring, dataDir: string) =>
  restore(parts, (common) => restoreDatabase({ ...common, dataDir }));

/** Restores by `make`, with its progress, and tells what came back. */
async function restore(
  { print, config, backups, to, terminal }: Restoring,
  make: (common: Omit<Parameters<typeof restoreDatabase>[0], 'dataDir'>) => Promise<Restored>,
): Promise<Restored> {
  const line = createProgressLine(terminal);
  const restored = await make({
    config,
    backups,
    to,
    signal: terminal.signal,
    onProgress: (step, share, lastAt) =>
      line.show(lastAt === null ? sayText(STEPS[step]) : say`replaying, ${formatInstant(lastAt)}`, share),
  }).finally(() => line.end());
  print(say`restore: base ${restored.base.stamp} and ${restored.segments} segments of WAL`);
  if (restored.lastAt !== null)
    print(say`restore: the last act that came back is of ${formatInstant(restored.lastAt)}`);
  if (restored.endedBefore) print(say`restore: nothing lies between that and the instant that was asked for`);
  return restored;
}

const describeReason = ({ base, lastAt }: Restored) =>
  `restored from ${base.stamp}${lastAt === null ? '' : `, up to ${formatInstant(lastAt)}`}`;
