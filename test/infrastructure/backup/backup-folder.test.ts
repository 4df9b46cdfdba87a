import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  deleteOldBackups,
  listBases,
  makeBackupFolders,
  recordBase,
  stampOf,
} from '../../../src/infrastructure/backup/backup-folder';
import { listSegments } from '../../../src/infrastructure/backup/take-base';
import { isBackupDue } from '../../../src/operations/backups';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-backups-'));
  await makeBackupFolders(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const segment = (at: number) => `0000000100000000${at.toString(16).toUpperCase().padStart(8, '0')}`;

/** A base of a day of June 2021, with WAL of its own. */
async function addBase(day: number): Promise<void> {
  const endedAt = new Date(Date.UTC(2021, 5, day, 18));
  await recordBase(folder, stampOf(endedAt), {
    format: 'zhiyuan-base-1',
    beganAt: endedAt,
    endedAt,
    firstWal: segment(day * 4),
    lastWal: segment(day * 4),
    bytes: 1,
    sealedBytes: 1,
    environment: 'demo',
  });
  writeFileSync(path.join(folder, 'base', `${stampOf(endedAt)}.base`), 'x');
  for (let at = day * 4; at < day * 4 + 4; at += 1) writeFileSync(path.join(folder, 'wal', segment(at)), 'x');
}

describe('what is kept of backups', () => {
  it('goes with its WAL once it is old, and the newest two stay however old they are', async () => {
    for (const day of [1, 2, 3, 4]) await addBase(day);
    await deleteOldBackups(folder, new Date(Date.UTC(2021, 5, 2, 0)));
    expect((await listBases(folder)).map(({ stamp }) => stamp)).toEqual([
      '20210602T180000Z',
      '20210603T180000Z',
      '20210604T180000Z',
    ]);
    expect(readdirSync(path.join(folder, 'wal')).toSorted()[0]).toBe(segment(8));
    await deleteOldBackups(folder, new Date(Date.UTC(2022, 0, 1)));
    expect(await listBases(folder)).toHaveLength(2);
    expect(readdirSync(path.join(folder, 'base'))).toHaveLength(4);
  });

  it('holds what a process that was killed left for a day, and no longer', async () => {
    await addBase(1);
    const left = ['base/.20210605T000000Z.base.77', 'base/20210605T000000Z.base', `wal/.${segment(9)}.77`];
    for (const name of [...left, 'base/.new']) writeFileSync(path.join(folder, name), 'x');
    for (const name of left) utimesSync(path.join(folder, name), 0, 0);
    await deleteOldBackups(folder, new Date(0));
    expect(readdirSync(path.join(folder, 'base')).toSorted()).toEqual([
      '.new',
      '20210601T180000Z.base',
      '20210601T180000Z.json',
    ]);
    expect(readdirSync(path.join(folder, 'wal')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is no base without a manifest, nor with one that is cut off', async () => {
    await addBase(1);
    writeFileSync(path.join(folder, 'base', '20210605T000000Z.base'), 'x');
    writeFileSync(path.join(folder, 'base', '20210606T000000Z.json'), '{"format":"zhiyuan-base-1"');
    expect((await listBases(folder)).map(({ stamp }) => stamp)).toEqual(['20210601T180000Z']);
  });

  it.each([
    ['000000010000000000000003', '000000010000000000000005', 3],
    ['0000000100000000000000FE', '000000010000000100000001', 4],
    ['000000010000000000000003', '000000010000000000000003', 1],
  ])('needs every segment from %s to %s', (first, last, count) => {
    const found = listSegments(first, last);
    expect([found[0], found.at(-1), found.length]).toEqual([first, last, count]);
  });
});

const HOUR = 3_600_000;

it.each([
  ['at noon, nine hours after the last', '2021-06-27T12:00:00+08:00', 9, false],
  ['at noon, a day and more after the last', '2021-06-27T12:00:00+08:00', 33, false],
  ['at noon, where a night was missed', '2021-06-27T12:00:00+08:00', 37, true],
  ['at night, in the night of the last', '2021-06-27T04:59:00+08:00', 2, false],
  ['at night, a day after the last', '2021-06-27T02:00:00+08:00', 23, true],
  ['before the night', '2021-06-27T01:59:00+08:00', 23, false],
])('is due: %s', (_when, now, hours, due) => {
  const at = new Date(now).getTime();
  expect([isBackupDue(at, at - hours * HOUR), isBackupDue(at, null)]).toEqual([due, true]);
});
