import { type AlertCode, alertCodes, findAlerts, listStates } from '../../../src/rules/alerts/find-alerts';
import {
  findDuration,
  INSTALLATION,
  type MeasuredMinute,
  type MinuteFigures,
  noFigures,
  sumFigures,
} from '../../../src/rules/alerts/measured-minute';

const now = new Date('2021-06-27T07:21:30Z');
const MINUTE = 60_000;

/** So many minutes back; 0 is the one that runs. */
function at(back: number, figures: Partial<MinuteFigures>, source = 'app1:3000 1'): MeasuredMinute {
  const minute = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE - back * MINUTE);
  const seenAt = new Date(Math.min(minute.getTime() + 55_000, now.getTime() - 5000));
  return { source, minute, seenAt, ended: false, figures: { ...noFigures, ...figures } };
}

const counted = (back: number, counts: MinuteFigures['counts']) => at(back, { counts });
/** The same at each look of these minutes. */
const measured = (backs: readonly number[], measures: MinuteFigures['lowest'], source?: string) =>
  backs.map((back) => at(back, { lowest: measures, highest: measures }, source));
const common = (backs: readonly number[], measures: MinuteFigures['lowest']) =>
  measured(backs, measures, INSTALLATION);
/** A hundred pages, so many of them in 2 s. */
const paged = (slow: number) => ({ durations: [0, 0, 0, 100 - slow, 0, 0, 0, 0, slow, 0, 0, 0] });
const upTo = (most: number) => Array.from({ length: most + 1 }, (_none, back) => back);

describe('findAlerts', () => {
  it.each<[string, readonly MeasuredMinute[], readonly AlertCode[]]>([
    ['nothing was written', [], []],
    ['all is well', [counted(0, { 'requests/candidate/2xx': 100 })], []],
    [
      'two of a hundred fail',
      [counted(1, { 'requests/candidate/2xx': 98, 'requests/office/5xx': 2 })],
      ['Errors'],
    ],
    ['one of a hundred fails', [counted(1, { 'requests/candidate/2xx': 99, 'requests/office/5xx': 1 })], []],
    ['they failed three minutes ago', [counted(3, { 'requests/office/5xx': 9 }), at(0, {})], []],
    ['a save failed five minutes ago', [counted(5, { 'saves/failed': 1 }), at(0, {})], ['SavesFail']],
    ['a save failed six minutes ago', [counted(6, { 'saves/failed': 1 }), at(0, {})], []],
    [
      'two pages of a hundred take 2 s for two minutes',
      [at(2, paged(2)), at(1, paged(2)), at(0, {})],
      ['Slow'],
    ],
    ['they did for one minute', [at(1, paged(2)), at(0, {})], []],
    ['half a page of a hundred takes 2 s', [at(2, paged(0.5)), at(1, paged(0.5)), at(0, {})], []],
    ['requests were refused in the last minute', [counted(1, { 'shed/browse': 1 }), at(0, {})], ['Sheds']],
    ['they were refused before it', [counted(2, { 'shed/browse': 1 }), at(0, {})], []],
    ['21 wait for the database for a minute', measured([1, 0], { 'pool/office': 21 }), ['PoolWaits']],
    ['20 wait', measured([1, 0], { 'pool/office': 20 }), []],
    [
      '21 waited, and do no more',
      [...measured([1], { 'pool/office': 21 }), ...measured([0], { 'pool/office': 0 })],
      [],
    ],
    ['101 passwords wait', measured([1, 0], { 'hashes/signIns': 101 }), ['HashesWait']],
    ['100 passwords wait', measured([1, 0], { 'hashes/signIns': 100 }), []],
    ['a message waits for 301 s', common([1, 0], { outboxAge: 301 }), ['MessagesWait']],
    ['a message waits for 300 s', common([1, 0], { outboxAge: 300 }), []],
    ['a save waits 181 s for the ledger', common([1, 0], { ledgerAge: 181 }), ['LedgerWaits']],
    ['a save waits 180 s for the ledger', common([1, 0], { ledgerAge: 180 }), []],
    ['passwords are tried', common([0], { 'alarm/everywhere': 1 }), ['PasswordsTried']],
    [
      'they were tried',
      [...common([1], { 'alarm/everywhere': 1 }), ...common([0], { 'alarm/everywhere': 0 })],
      [],
    ],
    ['data do not go together', common([0], { drift: 1 }), ['Drift']],
    ['the watcher has not looked for 121 s', common([1, 0], { watchAge: 121 }), ['WatchStopped']],
    ['the watcher has not looked for 120 s', common([1, 0], { watchAge: 120 }), []],
    ['saves are stopped for five minutes', common(upTo(5), { filingStopped: 1 }), ['FilingStopped']],
    ['saves are stopped for four minutes', common(upTo(4), { filingStopped: 1 }), []],
    ['there is no backup', common(upTo(10), { 'backup/none': 1 }), ['NoBackup']],
    ['the last backup is 37 hours old', common(upTo(10), { 'backup/base': 37 * 3600 }), []],
    ['the last backup is older', common(upTo(10), { 'backup/base': 37 * 3600 + 1 }), ['NoBackup']],
    ['what was written is 901 s behind', common(upTo(5), { 'backup/wal': 901 }), ['WalLate']],
    ['a process is late for two minutes', measured([2, 1, 0], { lag: 0.6 }), ['Late']],
    ['a process is late for one', measured([1, 0], { lag: 0.6 }), []],
    [
      'nobody has looked yet in this minute',
      measured([2, 1], { 'pool/office': 21 }).map(beforeSilence),
      ['PoolWaits'],
    ],
  ])('where %s', (_case, minutes, codes) => {
    expect(findAlerts(minutes, now).map(({ code }) => code)).toEqual(codes);
  });

  it('speaks of the installation by no process, and of errors and saves of all of them', () => {
    const minutes = [
      ...common([2, 1, 0], { drift: 1, lag: 0.6 }),
      ...measured([2, 1, 0], { lag: 0.6 }),
      counted(1, { 'requests/office/5xx': 1, 'saves/failed': 1, 'shed/browse': 1, 'other/5xx': 9 }),
    ];
    expect(findAlerts(minutes, now)).toEqual([
      { code: 'Errors', sources: [] },
      { code: 'SavesFail', sources: [] },
      { code: 'Sheds', sources: [] },
      { code: 'Drift', sources: [] },
      { code: 'Late', sources: ['app1:3000 1'] },
    ]);
    // What is no request fails no request, and is none that went well.
    expect(findAlerts([counted(1, { 'other/5xx': 9, 'requests/office/2xx': 1 })], now)).toEqual([]);
    const beside = counted(1, { 'requests/office/5xx': 2, 'requests/office/2xx': 98, 'other/2xx': 900 });
    expect(findAlerts([beside], now).map(({ code }) => code)).toEqual(['Errors']);
  });

  it('takes a process for silent behind 45 seconds, by what it wrote last', () => {
    const last = (back: number, seconds: number) => ({
      ...at(back, {}),
      seenAt: new Date(now.getTime() - seconds * 1000),
    });
    const stateOf = (...minutes: readonly MeasuredMinute[]) =>
      listStates(minutes, now).map(({ state }) => state);
    expect(stateOf(last(0, 45))).toEqual(['answers']);
    expect(stateOf({ ...last(0, 45), seenAt: new Date(now.getTime() - 45_001) })).toEqual(['silent']);
    expect(stateOf(last(0, 5), last(1, 65))).toEqual(['answers']);
    expect(stateOf(last(1, 65), last(0, 5))).toEqual(['answers']);
    expect(stateOf(last(0, 5), last(2, 125), last(1, 65))).toEqual(['answers']);
    expect(listStates([at(0, {}, INSTALLATION)], now)).toEqual([]);
  });

  it('takes exactly a second for quick', () => {
    const second = { durations: [0, 0, 0, 0, 0, 0, 0, 0.99, 0.01, 0, 0, 0] };
    const minutes = [at(2, second), at(1, second), at(0, {})];
    expect(findDuration({ ...noFigures, ...second }, 0.99)).toBe(1);
    expect(findAlerts(minutes, now)).toEqual([]);
  });

  /** As it would be in the first seconds of a minute. */
  function beforeSilence(one: MeasuredMinute): MeasuredMinute {
    return { ...one, seenAt: new Date(now.getTime() - 40_000) };
  }

  it('names the processes that are meant, in the order of the rules', () => {
    const minutes = [
      ...measured([2, 1, 0], { lag: 0.6, 'pool/office': 30 }, 'app2:3000 1'),
      ...measured([2, 1, 0], { lag: 0, 'pool/office': 0 }),
      at(3, {}, 'app3:3000 1'),
      { ...at(3, {}, 'app4:3000 1'), ended: true },
    ];
    expect(findAlerts(minutes, now)).toEqual([
      { code: 'Down', sources: ['app3:3000 1'] },
      { code: 'PoolWaits', sources: ['app2:3000 1'] },
      { code: 'Late', sources: ['app2:3000 1'] },
    ]);
    expect(listStates(minutes, now).map(({ source, state }) => [source, state])).toEqual([
      ['app1:3000 1', 'answers'],
      ['app2:3000 1', 'answers'],
      ['app3:3000 1', 'silent'],
      ['app4:3000 1', 'ended'],
    ]);
    expect(new Set(alertCodes).size).toBe(alertCodes.length);
  });
});

describe('what processes counted', () => {
  it('adds up; of what was measured the most and the least stay', () => {
    const one = { counts: { a: 1 }, durations: [1, 2], highest: { x: 5 }, lowest: { x: 1 } };
    const other = { counts: { a: 2, b: 1 }, durations: [1, 0, 3], highest: { x: 3 }, lowest: { x: 0, y: 7 } };
    expect(sumFigures([one, other])).toEqual({
      counts: { a: 3, b: 1 },
      durations: [2, 2, 3],
      highest: { x: 5 },
      lowest: { x: 0, y: 7 },
    });
  });

  it.each([
    [[], 0],
    [[10], 0.00495],
    [[0, 0, 0, 0, 0, 0, 0, 100], 0.995],
    [[0, 50, 0, 50], 0.0495],
    [[99, 0, 0, 1], 0.005],
    [[98, 1, 0, 1], 0.01],
    // What took longer than the last bound counts as much as it.
    [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4], 10],
  ])('knows of %j how long one page in a hundred takes', (durations, seconds) => {
    expect(findDuration({ ...noFigures, durations }, 0.99)).toBeCloseTo(seconds, 6);
  });
});
