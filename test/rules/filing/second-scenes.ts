import fc from 'fast-check';
import type { Deed, Somebody, Times } from './second-model';
import { HOUR_MS, type Line, MINUTE_MS, type Part, type Sort, TABLE } from './table-2021';

const somebody: fc.Arbitrary<Somebody> = fc.record({
  kind: fc.constantFrom('general', 'arts', 'sports', 'vocational', 'upgrade'),
  lists: fc.subarray(['招飞合格', '国家专项', '地方专项', '高校专项', '高水平艺术团', '高水平运动队']),
  exams: fc.subarray(['美术', '书法', '音乐', '播音与主持']),
  registered: fc.constantFrom('护理学', '护理学', ''),
  county: fc.constantFrom('410122', '410105'),
  school: fc.constantFrom('41012201', '41010501'),
  score: fc.constantFrom(430, 500, 610),
  fresh: fc.constantFrom(true, true, false),
  minority: fc.boolean(),
});

const INSTANTS = [0, 1, 2, 5, 10].map((hours) => hours * HOUR_MS);
const times: fc.Arbitrary<readonly Times[]> = fc
  .array(
    fc
      .record({
        scope: fc.constantFrom<readonly [Times['of'], string | number]>(
          ['kind', 'arts'],
          ['kind', 'general'],
          ['band', 500],
          ['county', '410122'],
          ['school', '41012201'],
        ),
        from: fc.constantFrom(...INSTANTS),
        to: fc.constantFrom(...INSTANTS, 40 * HOUR_MS),
        noFirst: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 3 * HOUR_MS),
      })
      .map(({ scope: [of, whom], ...one }): Times => ({ of, whom, ...one })),
    { maxLength: 3 },
  )
  .map((narrower) => {
    const province: Times = {
      of: 'province',
      whom: '',
      from: HOUR_MS,
      to: 60 * HOUR_MS,
      noFirst: Number.POSITIVE_INFINITY,
    };
    // One exception for each scope: two of one scope with the same end differ by what they say (`compareWindows`).
    const seen = new Set<string>();
    return [
      province,
      ...narrower.filter(({ of, whom }) => !seen.has(`${of} ${whom}`) && seen.add(`${of} ${whom}`)),
    ];
  });

const CODES: Readonly<Record<Sort, readonly string[]>> = {
  ordinary: ['01', '02', '01', '0A', '77', '11', '21'],
  directed: ['11', '11', '11', '01'],
  preparatory: ['21', '21', '21', '01'],
};

const row = ({ majors, takes = ['ordinary'] }: Part, adjusts: boolean) =>
  fc
    .record({
      institution: fc.constantFrom('0001', '1105', '6000', '0001', '1105', '6000', '9999', ''),
      first: fc.constantFrom(...takes.flatMap((sort) => CODES[sort])),
      second: fc.constantFrom('', '', '02', '03'),
      adjustment: fc.constantFrom('agree' as const, 'refuse' as const, 'agree' as const, null),
    })
    .map(({ institution, first, second, adjustment }) => {
      const typed = majors === 0 ? [] : majors === 1 ? [first] : [first, second];
      const isEmpty = institution === '';
      return {
        institution,
        group: '',
        majors: isEmpty ? [] : typed,
        posts: [],
        adjustment: adjusts && !isEmpty ? adjustment : null,
      };
    });

/** Mostly one of a few batches, so that their groups are met again and again. */
const batchAmong = (lines: readonly Line[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...lines) },
    { weight: 1, arbitrary: fc.constantFrom(...TABLE) },
  );

const saveOf = (batch: fc.Arbitrary<Line>): fc.Arbitrary<Deed> =>
  batch.chain(({ code, parts, adjustment }) => {
    const sections = parts.map((part) =>
      fc
        .array(row(part, adjustment), { maxLength: Math.min(part.schools, 3) })
        .map((rows) => [part.code, rows] as const),
    );
    return fc
      .tuple(...sections)
      .map((filled): Deed => ({ deed: 'save', batch: code, list: Object.fromEntries(filled) }));
  });

/** A right list in one of two batches of a group, so that many sequences reach the later saves. */
const rightSaveOf = (batch: fc.Arbitrary<Line>): fc.Arbitrary<Deed> =>
  batch.map(({ code, parts, adjustment }): Deed => {
    const [part] = parts;
    const majors = part?.majors === 0 ? [] : ['01'];
    const filled = {
      institution: '0001',
      group: '',
      majors,
      posts: [],
      adjustment: adjustment ? ('agree' as const) : null,
    };
    return { deed: 'save', batch: code, list: { [part?.code ?? '']: [filled] } };
  });

const alone = (deed: fc.Arbitrary<Deed>): fc.Arbitrary<readonly Deed[]> => deed.map((one) => [one]);
const wait = (...ms: readonly number[]): fc.Arbitrary<Deed> =>
  fc.constantFrom(...ms).map((one) => ({ deed: 'wait', ms: one }));

/** Opens a form, dwells on it, mostly not, lengthens it or lets it pass, and saves. */
const filing = (saving: fc.Arbitrary<Deed>): fc.Arbitrary<readonly Deed[]> =>
  saving.chain((save) => {
    const batch = 'batch' in save ? save.batch : '';
    const lengthen: Deed = { deed: 'lengthen', batch };
    const dwelling = fc.oneof(
      { weight: 6, arbitrary: fc.constant<readonly Deed[]>([]) },
      { weight: 1, arbitrary: alone(wait(25 * MINUTE_MS, 30 * MINUTE_MS - 1, 30 * MINUTE_MS)) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(
            wait(24 * MINUTE_MS, 25 * MINUTE_MS, 29 * MINUTE_MS),
            fc.option(times, { freq: 4 }),
            wait(1, 29 * MINUTE_MS),
          )
          .map(([before, next, after]): readonly Deed[] => [
            before,
            ...(next === null ? [] : [{ deed: 'times', times: next } as const]),
            lengthen,
            after,
          ]),
      },
    );
    return dwelling.map((between): readonly Deed[] => [{ deed: 'open', batch }, ...between, save]);
  });

const deedsOf = (batch: fc.Arbitrary<Line>) =>
  fc
    .tuple(
      times,
      fc.array(
        fc.oneof(
          { weight: 5, arbitrary: filing(rightSaveOf(batch)) },
          { weight: 3, arbitrary: filing(saveOf(batch)) },
          { weight: 1, arbitrary: alone(saveOf(batch)) },
          {
            weight: 4,
            arbitrary: alone(wait(1, HOUR_MS - 1, HOUR_MS, HOUR_MS, 5 * HOUR_MS)),
          },
          {
            weight: 1,
            arbitrary: alone(batch.map(({ code }): Deed => ({ deed: 'giveUp', batch: code }))),
          },
          { weight: 1, arbitrary: alone(batch.map(({ code }): Deed => ({ deed: 'grant', batch: code }))) },
          {
            weight: 1,
            arbitrary: alone(fc.constantFrom<Deed>({ deed: 'freeze' }, { deed: 'thaw' }, { deed: 'thaw' })),
          },
          { weight: 1, arbitrary: alone(times.map((next): Deed => ({ deed: 'times', times: next }))) },
        ),
        { minLength: 4, maxLength: 30 },
      ),
    )
    .map(([first, rest]): Deed[] => [
      { deed: 'times', times: first },
      { deed: 'wait', ms: HOUR_MS },
      ...rest.flat(),
    ]);

/** Somebody, and what happens to them. */
export const scene = somebody.chain((who) => {
  const own = TABLE.filter(({ kinds }) => kinds.includes(who.kind));
  const few = fc.shuffledSubarray(own, { minLength: 1, maxLength: Math.min(3, own.length) });
  // Batches that overwrite each other are met more often than chance would have it.
  const mates = own.filter((line) => line.group !== '').map(({ group }) => group);
  const together =
    mates.length === 0
      ? few
      : fc.constantFrom(...mates).map((group) => own.filter((line) => line.group === group));
  return fc
    .oneof(few, together)
    .chain((lines) => deedsOf(batchAmong(lines)).map((sequence) => ({ who, sequence })));
});
