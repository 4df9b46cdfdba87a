import fc from 'fast-check';
import type { WindowScope } from '../../../src/rules/pack/rule-pack';
import {
  planWindowAct,
  type StoredWindow,
  type WindowChange,
} from '../../../src/rules/windows/change-windows';
import { isEndingForAll } from '../../../src/rules/windows/last-minutes';
import {
  areHours,
  covers,
  endsSooner,
  findNextSession,
  findSessionEnd,
  isSameTime,
  layOutHours,
  lengthenSession,
  listSessions,
  markTimes,
} from '../../../src/rules/windows/sessions';
import { findPhase, type Window } from '../../../src/rules/windows/window-in-force';
import { listWindowWarnings, takesTime } from '../../../src/rules/windows/window-warnings';

const HOURS = { from: '09:00', until: '18:00' };
const at = (text: string) => new Date(`2026-07-${text.replace(' ', 'T')}+08:00`);
const minutesOf = (instant: Date) => new Date(instant.getTime() + 8 * 3600_000).toISOString().slice(8, 16);
const show = (window: Parameters<typeof listSessions>[0] | null) =>
  window === null
    ? null
    : listSessions(window).map((one) => `${minutesOf(one.opensAt)}-${minutesOf(one.closesAt).slice(3)}`);

const province: WindowScope = { kind: 'province' };
const everything = { create: true, edit: true, remove: true };
function lay(opens: string, closes: string, hours: typeof HOURS | null = HOURS): StoredWindow {
  const whole = { opensAt: at(opens), closesAt: at(closes) };
  const times = hours === null ? whole : layOutHours(whole.opensAt, whole.closesAt, hours);
  if (times === null) throw new Error('nothing is left');
  return { id: 1, batch: 'b', scope: province, permits: everything, ...times };
}
const threeDays = lay('05 09:00', '07 18:00');

test.each([
  ['05 09:00', '07 18:00', ['05T09:00-18:00', '06T09:00-18:00', '07T09:00-18:00']],
  ['05 00:00', '06 23:59', ['05T09:00-18:00', '06T09:00-18:00']],
  ['05 12:00', '06 09:30', ['05T12:00-18:00', '06T09:00-09:30']],
  ['05 12:00', '05 23:00', ['05T12:00-18:00']],
  ['05 18:00', '06 09:00', null],
  ['05 09:00', '04 18:00', null],
])('hours from %s to %s', (opens, closes, days) => {
  expect(show(layOutHours(at(opens), at(closes), HOURS))).toEqual(days);
});

test.each([
  ['18:00', '09:00'],
  ['09:00', '09:00'],
  ['9:00', '18:00'],
  ['09:00', '24:00'],
  ['', '18:00'],
])('no hours are %s-%s', (from, until) => {
  expect(layOutHours(at('05 09:00'), at('07 18:00'), { from, until })).toBeNull();
});

test('sixty days and no more', () => {
  const later = (days: number) => new Date(at('01 09:00').getTime() + days * 24 * 3600_000 + 3600_000);
  expect(layOutHours(at('01 09:00'), later(59), HOURS)?.sessions).toHaveLength(60);
  expect(layOutHours(at('01 09:00'), later(60), HOURS)).toBeNull();
});

test.each([
  ['05 08:59:59.999', 'before', false],
  ['05 09:00:00.000', 'open', false],
  ['05 17:29:59.999', 'open', false],
  ['05 17:30:00.000', 'open', true],
  ['05 17:59:59.999', 'open', true],
  ['05 18:00:00.000', 'pause', false],
  ['06 00:00:00.000', 'pause', false],
  ['06 08:59:59.999', 'pause', false],
  ['06 09:00:00.000', 'open', false],
  ['07 17:59:59.999', 'open', true],
  ['07 18:00:00.000', 'closed', false],
])('at %s the window is %s, in its last half hour: %s', (time, phase, ending) => {
  expect([findPhase(threeDays, at(time)), isEndingForAll([threeDays], at(time))]).toEqual([phase, ending]);
});

test('it is open exactly within the hours of its days', () => {
  const opens = at('05 09:00').getTime();
  const times = fc.integer({ min: opens - 3600_000, max: at('07 19:00').getTime() });
  const edges = fc
    .tuple(fc.constantFrom('05', '06', '07'), fc.constantFrom('09', '18'), fc.integer({ min: -2, max: 2 }))
    .map(([day, hour, ms]) => at(`${day} ${hour}:00`).getTime() + ms);
  fc.assert(
    fc.property(fc.oneof(times, edges), (time) => {
      const ofDay = (time + 8 * 3600_000) % (24 * 3600_000);
      const within = ofDay >= 9 * 3600_000 && ofDay < 18 * 3600_000;
      const day = Number(minutesOf(new Date(time)).slice(0, 2));
      const open = within && day >= 5 && day <= 7;
      return (findPhase(threeDays, new Date(time)) === 'open') === open;
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['while a day runs', '05 10:00', 60, ['05T09:00-19:00', '06T09:00-18:00', '07T09:00-18:00']],
  ['in the evening of it', '05 20:00', 180, ['05T09:00-21:00', '06T09:00-18:00', '07T09:00-18:00']],
  ['before a day', '06 03:00', 60, ['05T09:00-18:00', '06T09:00-19:00', '07T09:00-18:00']],
  ['before all of it', '01 10:00', 60, ['05T09:00-19:00', '06T09:00-18:00', '07T09:00-18:00']],
  ['on the last day', '07 17:00', 60, ['05T09:00-18:00', '06T09:00-18:00', '07T09:00-19:00']],
  ['behind it', '08 10:00', 60, ['05T09:00-18:00', '06T09:00-18:00', '07T09:00-19:00']],
  ['into the next day', '05 10:00', 15 * 60, null],
])('lengthens one day: %s', (_when, now, minutes, days) => {
  expect(show(lengthenSession(threeDays, minutes, at(now)))).toEqual(days);
});

describe('acts of the office', () => {
  const run = (change: WindowChange, now: string, windows: readonly StoredWindow[] = [threeDays]) => {
    const act = { batches: ['b'], scope: province, change };
    const plan = planWindowAct(windows, act, at(now), new Map());
    const warnings = listWindowWarnings(windows, plan.steps, act, new Map());
    return {
      faults: plan.faults.map(({ code }) => code),
      after: plan.steps.map(({ after }) => show(after)),
      warnings: warnings.map(({ why }) => why),
    };
  };
  const set = (opens: string, closes: string, hours?: typeof HOURS): WindowChange => ({
    ...{ kind: 'set', opensAt: at(opens), closesAt: at(closes) },
    ...(hours === undefined ? {} : { hours }),
  });

  test.each([
    ['unchanged', set('05 08:00', '07 20:00', HOURS), '05 10:00'],
    ['hoursLeaveNothing', set('05 18:00', '06 09:00', HOURS), '01 10:00'],
    ['reachesNextDay', { kind: 'lengthen', minutes: 15 * 60 } as const, '05 10:00'],
    ['endsInThePast', { kind: 'lengthen', minutes: 60 } as const, '05 19:00'],
    ['endsInThePast', { kind: 'lengthen', minutes: 60 } as const, '07 19:30'],
  ])('refuse with %s', (code, change, now) => {
    expect(run(change, now).faults).toEqual([code]);
  });

  test('give and take hours', () => {
    const without = { ...lay('05 09:00', '07 18:00', null) };
    expect(run(set('05 09:00', '06 18:00', HOURS), '01 10:00', [without])).toEqual({
      faults: [],
      after: [['05T09:00-18:00', '06T09:00-18:00']],
      warnings: [],
    });
    expect(run(set('05 09:00', '06 18:00'), '01 10:00')).toMatchObject({ warnings: ['dayAndNight'] });
    expect(run(set('05 09:00', '05 18:00'), '01 10:00')).toMatchObject({ faults: [], warnings: [] });
  });

  test('say which narrower windows end a day sooner', () => {
    const kind: WindowScope = { kind: 'candidateKind', candidateKind: 'arts' };
    const arts = { ...threeDays, id: 2, scope: kind };
    const all: WindowChange = set('05 09:00', '07 18:00', { from: '09:00', until: '19:00' });
    expect(run(all, '01 10:00', [threeDays, arts]).warnings).toEqual(['behind']);
  });
});

test.each([
  ['the same', threeDays, '05 10:00', false],
  ['a longer day', lay('05 09:00', '07 19:00', { from: '09:00', until: '19:00' }), '05 10:00', false],
  ['tomorrow from 10:00', lay('05 09:00', '07 18:00', { from: '08:00', until: '17:00' }), '05 10:00', true],
  ['the same in the pause', lay('05 09:00', '07 17:00', { from: '09:00', until: '17:00' }), '05 20:00', true],
  ['a day less', lay('05 09:00', '06 18:00'), '05 20:00', true],
  ['before it has begun', lay('05 09:00', '06 18:00'), '04 20:00', false],
  ['what is over is shorter', lay('06 09:00', '07 18:00'), '05 20:00', false],
])('takes time from somebody: %s', (_name, is: Window, now, taken) => {
  expect(takesTime(threeDays, is, at(now))).toBe(taken);
});

test.each([
  ['09:00', '18:00', true],
  ['00:00', '23:59', true],
  ['09:00', '09:00', false],
  ['18:00', '09:00', false],
  ['09:00x', '18:00', false],
  ['x09:00', '18:00', false],
  ['09:00', '18:000', false],
  ['09:60', '18:00', false],
  ['24:00', '25:00', false],
])('%s to %s are hours: %p', (from, until, right) => {
  expect(areHours({ from, until })).toBe(right);
});

test.each([
  ['04 10:00', '05T18:00', '05T09:00'],
  ['05 08:59:59.999', '05T18:00', '05T09:00'],
  ['05 09:00', '05T18:00', '06T09:00'],
  ['05 20:00', '05T18:00', '06T09:00'],
  ['06 08:59:59.999', '05T18:00', '06T09:00'],
  ['06 09:00', '06T18:00', '07T09:00'],
  ['07 09:00', '07T18:00', null],
  ['08 09:00', '07T18:00', null],
])('at %s the day ends at %s, and the next begins at %s', (now, end, next) => {
  expect(minutesOf(findSessionEnd(threeDays, at(now)))).toBe(end);
  const found = findNextSession(threeDays, at(now));
  expect(found === null ? null : minutesOf(found.opensAt)).toBe(next);
});

test('an interval without days is one session, and the same by its instants alone', () => {
  const whole = { opensAt: at('05 09:00'), closesAt: at('07 18:00') };
  expect(listSessions(whole)).toEqual([whole]);
  expect(listSessions({ ...whole, sessions: [] })).toEqual([whole]);
  expect(markTimes(whole)).toBe(`${whole.opensAt.getTime()}-${whole.closesAt.getTime()}`);
  expect(markTimes(threeDays).split(' ')).toHaveLength(3);
  expect(isSameTime(whole, { ...whole, sessions: [] })).toBe(true);
  expect(isSameTime(whole, threeDays)).toBe(false);
  expect(isSameTime(whole, { ...whole, closesAt: at('07 18:01') })).toBe(false);
});

test.each([
  ['the same', '05 09:00', '07 18:00', '05 09:00', true],
  ['an hour less at the end', '05 09:00', '07 17:00', '05 09:00', false],
  ['from noon on, asked at noon', '05 12:00', '07 18:00', '05 12:00', true],
  ['from noon on, asked a moment before', '05 12:00', '07 18:00', '05 11:59:59.999', false],
  ['from the second day on, asked as the first ends', '06 09:00', '07 18:00', '05 18:00', true],
  ['from the second day on, asked a moment before', '06 09:00', '07 18:00', '05 17:59:59.999', false],
  ['the first day alone, asked at its end', '05 09:00', '05 18:00', '05 18:00', false],
  ['the first day alone, asked behind everything', '05 09:00', '05 18:00', '07 18:00', true],
])('what is left of three days lies within another: %s', (_what, opens, closes, now, within) => {
  expect(covers(lay(opens, closes), threeDays, at(now))).toBe(within);
});

test.each([
  ['day and night, a minute sooner', lay('05 09:00', '07 17:59', null), threeDays, true],
  ['day and night, at the same end', lay('05 09:00', '07 18:00', null), threeDays, false],
  ['the same days', threeDays, threeDays, false],
  [
    'a first day that ends sooner',
    lay('05 09:00', '07 18:00', { from: '09:00', until: '17:00' }),
    lay('05 09:00', '07 17:00'),
    true,
  ],
  [
    'a first day that ends later',
    lay('05 09:00', '07 18:00', { from: '09:00', until: '19:00' }),
    threeDays,
    false,
  ],
  ['days beside day and night', threeDays, lay('05 09:00', '07 18:00', null), false],
  [
    'other days',
    lay('01 09:00', '08 18:00', { from: '09:00', until: '17:00' }),
    lay('08 18:00', '08 18:01', null),
    true,
  ],
  ['one day beside several', lay('07 09:00', '07 18:00'), threeDays, false],
])('ends sooner: %s', (_what, one, other, sooner) => {
  expect(endsSooner(one, other)).toBe(sooner);
});

test.each([
  ['in the first instant of a day', '06 09:00', '06T09:00-19:00'],
  ['in the last instant of a day', '06 17:59:59.999', '06T09:00-19:00'],
  ['as it ends', '06 18:00', '06T09:00-19:00'],
  ['before midnight', '06 23:59:59.999', '06T09:00-19:00'],
  ['after midnight', '07 00:00', '07T09:00-19:00'],
])('lengthens the day that is meant: %s', (_when, now, day) => {
  const longer = lengthenSession(threeDays, 60, at(now));
  const changed = (show(longer) ?? []).filter((one) => !(show(threeDays) ?? []).includes(one));
  expect(changed).toEqual([day]);
  expect(longer?.closesAt).toEqual(
    listSessions(threeDays.sessions ? (longer ?? threeDays) : threeDays).at(-1)?.closesAt,
  );
});

test('lengthens the whole where it has no days', () => {
  const whole = lay('05 09:00', '07 18:00', null);
  expect(lengthenSession(whole, 60, at('01 00:00'))).toEqual({ ...whole, closesAt: at('07 19:00') });
  // The next day may not be touched, either.
  expect(lengthenSession(threeDays, 15 * 60 - 1, at('05 10:00'))).not.toBeNull();
});
