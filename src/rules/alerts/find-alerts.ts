import {
  countOf,
  findDuration,
  INSTALLATION,
  type MeasuredMinute,
  type MinuteFigures,
  sumFigures,
} from './measured-minute';

/*
 * The rules of deploy/prometheus/alerts.yml over what the processes wrote down by the minute: the same bounds, and as
 * long as whole minutes can say it. `test/office/operations` holds both together.
 *
 * Worked cases, at 15:21:30: 21 requests waited for the database at each look of 15:20 and 15:21: `PoolWaits`. At one
 * look of 15:20 nobody waited: nothing. One save failed at 15:16: `SavesFail`; at 15:15: nothing.
 */

export const alertCodes = [
  'Down',
  'Errors',
  'SavesFail',
  'Slow',
  'Sheds',
  'PoolWaits',
  'HashesWait',
  'MessagesWait',
  'LedgerWaits',
  'PasswordsTried',
  'Drift',
  'WatchStopped',
  'FilingStopped',
  'NoBackup',
  'WalLate',
  'Late',
] as const;

export type AlertCode = (typeof alertCodes)[number];

/** A rule that speaks, and of which processes; of none where it is about all of them. */
export interface Alert {
  readonly code: AlertCode;
  readonly sources: readonly string[];
}

const MINUTE = 60_000;
/** Each process writes every 15 seconds. */
const SILENT_MS = 45_000;
const MOST_ERRORS = 0.01;
const SLOWEST_SECONDS = 1;

interface GaugeRule {
  readonly code: AlertCode;
  /** What is measured begins so. */
  readonly figure: string;
  readonly above: number;
  /** For so many whole minutes. */
  readonly minutes: number;
}

const HOUR_SECONDS = 3600;
const gaugeRules: readonly GaugeRule[] = [
  { code: 'PoolWaits', figure: 'pool/', above: 20, minutes: 1 },
  { code: 'HashesWait', figure: 'hashes/', above: 100, minutes: 1 },
  { code: 'MessagesWait', figure: 'outboxAge', above: 300, minutes: 1 },
  { code: 'LedgerWaits', figure: 'ledgerAge', above: 180, minutes: 1 },
  { code: 'PasswordsTried', figure: 'alarm/', above: 0, minutes: 0 },
  { code: 'Drift', figure: 'drift', above: 0, minutes: 0 },
  { code: 'WatchStopped', figure: 'watchAge', above: 120, minutes: 1 },
  { code: 'FilingStopped', figure: 'filingStopped', above: 0, minutes: 5 },
  { code: 'NoBackup', figure: 'backup/none', above: 0, minutes: 10 },
  { code: 'NoBackup', figure: 'backup/base', above: 37 * HOUR_SECONDS, minutes: 10 },
  { code: 'WalLate', figure: 'backup/wal', above: 900, minutes: 5 },
  { code: 'Late', figure: 'lag', above: 0.5, minutes: 2 },
];

/** Which rules speak at this instant, in the order of `alertCodes`. */
export function findAlerts(minutes: readonly MeasuredMinute[], now: Date): readonly Alert[] {
  const found = new Map<AlertCode, readonly string[]>();
  const silent = listStates(minutes, now).filter(({ state }) => state === 'silent');
  if (silent.length > 0)
    found.set(
      'Down',
      silent.map(({ source }) => source),
    );
  for (const code of findByCounts(minutes, now)) found.set(code, []);
  for (const rule of gaugeRules) {
    const sources = listSources(minutes).filter((source) =>
      isHeld(
        minutes.filter((one) => one.source === source),
        rule,
        now,
      ),
    );
    if (sources.length > 0)
      found.set(
        rule.code,
        sources.filter((source) => source !== INSTALLATION),
      );
  }
  return alertCodes.flatMap((code) => {
    const sources = found.get(code);
    return sources === undefined ? [] : [{ code, sources }];
  });
}

/** How a process stands: it writes, it has fallen silent, or it has stopped as it was told to. */
export interface ProcessState {
  readonly source: string;
  readonly state: 'answers' | 'silent' | 'ended';
  readonly last: MeasuredMinute;
}

/** Every process of the minutes, by name. */
export function listStates(minutes: readonly MeasuredMinute[], now: Date): readonly ProcessState[] {
  return listSources(minutes)
    .filter((source) => source !== INSTALLATION)
    .flatMap((source) => {
      const last = minutes
        .filter((one) => one.source === source)
        .toSorted(byMinute)
        .at(-1);
      if (last === undefined) return [];
      const silent = now.getTime() - last.seenAt.getTime() > SILENT_MS;
      return [{ source, state: last.ended ? ('ended' as const) : silent ? 'silent' : 'answers', last }];
    });
}

const byMinute = (one: MeasuredMinute, other: MeasuredMinute) =>
  one.minute.getTime() - other.minute.getTime();

const listSources = (minutes: readonly MeasuredMinute[]) =>
  [...new Set(minutes.map(({ source }) => source))].toSorted();

const startOf = (now: Date) => Math.floor(now.getTime() / MINUTE) * MINUTE;

function findByCounts(minutes: readonly MeasuredMinute[], now: Date): readonly AlertCode[] {
  const recent = within(minutes, now, 2);
  const errors = countOf(recent, 'requests/', '/5xx');
  const isSlow = [1, 2].every((back) => findDuration(ofMinute(minutes, now, back), 0.99) > SLOWEST_SECONDS);
  return [
    ...(errors > countOf(recent, 'requests/') * MOST_ERRORS ? (['Errors'] as const) : []),
    ...(countOf(within(minutes, now, 5), 'saves/failed') > 0 ? (['SavesFail'] as const) : []),
    ...(isSlow ? (['Slow'] as const) : []),
    ...(countOf(ofMinute(minutes, now, 1), 'shed/') > 0 ? (['Sheds'] as const) : []),
  ];
}

/** All processes over so many whole minutes and the one that runs. */
function within(minutes: readonly MeasuredMinute[], now: Date, back: number): MinuteFigures {
  const from = startOf(now) - back * MINUTE;
  return sumFigures(minutes.filter(({ minute }) => minute.getTime() >= from).map(({ figures }) => figures));
}

function ofMinute(minutes: readonly MeasuredMinute[], now: Date, back: number): MinuteFigures {
  const at = startOf(now) - back * MINUTE;
  return sumFigures(minutes.filter(({ minute }) => minute.getTime() === at).map(({ figures }) => figures));
}

/** Whether it lay above the bound at each look: of the whole minutes before, and of the last that was written. */
function isHeld(own: readonly MeasuredMinute[], { figure, above, minutes }: GaugeRule, now: Date): boolean {
  const isAbove = (name: string, at: number) => {
    const found = own.find(({ minute }) => minute.getTime() === at);
    return (found?.figures.lowest[name] ?? Number.NEGATIVE_INFINITY) > above;
  };
  const running = startOf(now);
  const isWritten = own.some(({ minute }) => minute.getTime() === running);
  const names = new Set(own.flatMap(({ figures }) => Object.keys(figures.lowest)));
  return [...names]
    .filter((name) => name.startsWith(figure))
    .some((name) => {
      const before = Array.from({ length: minutes }, (_none, at) =>
        isAbove(name, running - (at + 1) * MINUTE),
      );
      // In the first seconds of a minute nobody has looked yet.
      const last = isWritten ? isAbove(name, running) : isAbove(name, running - MINUTE);
      return last && before.every(Boolean);
    });
}
