import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wallClock } from '../infrastructure/clock';
import type { Config } from '../infrastructure/config/config';
import { say } from '../infrastructure/language/say';
import { isOutside } from './outside-backups';

interface Judgement {
  readonly state: 'ok' | 'note' | 'problem';
  readonly words: string;
}

const HOUR_MS = 3_600_000;
/** As of backups: a night was missed. */
const OLDEST_HOURS = 37;

const fileOf = (dataDir: string) => path.join(dataDir, 'restore-check.time');

/** Notes beside the database that `restore --check` has brought the newest backup back and found everything right. */
export async function markRestored(dataDir: string): Promise<void> {
  await writeFile(fileOf(dataDir), `${new Date(wallClock()).toISOString()}\n`);
}

/** What doctor says of the nightly trial of the backups; null where there is nothing to try. */
export async function judgeRestoreCheck({
  backups,
  databaseUrl,
  dataDir,
}: Config): Promise<Judgement | null> {
  if (backups === null || (databaseUrl !== null && !isOutside(backups))) return null;
  const at = Date.parse((await readFile(fileOf(dataDir), 'utf8').catch(() => '')).trim());
  if (Number.isNaN(at))
    return {
      state: 'note',
      words: say`no backup was brought back to be looked at: put zhiyuan restore --check into a timer`,
    };
  const hours = Math.round((wallClock() - at) / (HOUR_MS / 10)) / 10;
  const words = say`a backup was brought back and verified ${hours} hours ago`;
  return hours > OLDEST_HOURS
    ? {
        state: 'problem',
        words: say`${words}: a night was missed, look at the timer of zhiyuan restore --check`,
      }
    : { state: 'ok', words };
}
