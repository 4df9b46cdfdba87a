import { checkSectionTimers, listSectionDeadlines } from '../../../src/rules/filing/section-timer';
import type { Section } from '../../../src/rules/pack/rule-pack';
import { choice, getBatch, loadPack } from './filing';

const [first, second] = getBatch(loadPack('henan-2021'), 'early-other').sections as [Section, Section];
const OPENED = new Date('2021-06-26T10:00:00+08:00');
const after = (ms: number) => new Date(OPENED.getTime() + ms);
const MINUTE = 60_000;

/** 第一志愿 has 20 minutes of its own, 第二志愿 10, or none. */
const timed = (minutes?: number) => ({
  sections: [
    { ...first, formMinutes: 20 },
    minutes === undefined ? second : { ...second, formMinutes: minutes },
  ],
});

const SAVED = { [first.code]: [choice('0001', ['01'])], [second.code]: [choice('1105', ['01'])] };
const FIRST = { ...SAVED, [first.code]: [choice('0002', ['01'])] };
const BOTH = { ...FIRST, [second.code]: [choice('1105', ['01']), choice('1110', ['01'])] };

test('a section with minutes of its own ends so long after the form was opened', () => {
  expect(listSectionDeadlines(timed(), OPENED)).toEqual([
    { section: timed().sections[0], until: after(20 * MINUTE) },
  ]);
  expect(listSectionDeadlines(timed(10), OPENED).map(({ until }) => until)).toEqual([
    after(20 * MINUTE),
    after(10 * MINUTE),
  ]);
});

const FIRST_OVER = [
  {
    code: 'sectionTimeOver',
    severity: 'block',
    at: { section: first.code, slot: 1 },
    values: { minutes: 20 },
  },
];
const SECOND_OVER = [
  {
    code: 'sectionTimeOver',
    severity: 'block',
    at: { section: second.code, slot: 2 },
    values: { minutes: 10 },
  },
];

test.each([
  ['in its last millisecond', 20 * MINUTE - 1, undefined, FIRST, []],
  ['in the instant at which it ends', 20 * MINUTE, undefined, FIRST, FIRST_OVER],
  ['later', 40 * MINUTE, undefined, FIRST, FIRST_OVER],
  ['as it was saved', 40 * MINUTE, undefined, SAVED, []],
  ['where only another section is over', 15 * MINUTE, 10, FIRST, []],
  ['where that one changed too', 15 * MINUTE, 10, BOTH, SECOND_OVER],
  ['where both are over and changed', 20 * MINUTE, 10, BOTH, [...FIRST_OVER, ...SECOND_OVER]],
] as const)('a section that is changed %s', (_when, ms, minutes, list, expected) => {
  expect(checkSectionTimers(timed(minutes), { openedAt: OPENED, now: after(ms) }, SAVED, list)).toEqual(
    expected,
  );
});

test('of a list that was never saved everything is a change', () => {
  const now = after(20 * MINUTE);
  expect(checkSectionTimers(timed(), { openedAt: OPENED, now }, null, SAVED)).toEqual(FIRST_OVER);
  expect(checkSectionTimers(timed(), { openedAt: OPENED, now }, null, {})).toEqual([]);
});
