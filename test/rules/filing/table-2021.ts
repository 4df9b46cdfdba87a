/*
 * Henan's batches of 2021 as a person would copy them from the domain's table (§2) and the manual: which group, for
 * whom, how many schools with how many majors, whether 调剂. Nothing here is read from the rule pack, and nothing of
 * `src/rules/filing` is used: it is the second opinion.
 */

export type Kind = 'general' | 'arts' | 'sports' | 'vocational' | 'upgrade';

/** So many schools with so many majors each. `in order`: the one before has to be filled first. */
export interface Part {
  readonly code: string;
  readonly schools: number;
  readonly majors: number;
  /** What may stand there; ordinary majors alone unless it says otherwise. */
  readonly takes?: readonly Sort[];
  /** A school may stand once with each 类别. */
  readonly byCategory?: boolean;
  /** For 少数民族 alone. */
  readonly minority?: boolean;
}

/** 普通, 定向西藏, 预科. */
export type Sort = 'ordinary' | 'directed' | 'preparatory';

export interface Line {
  readonly code: string;
  /** Batches of one letter overwrite each other, share their saves and are abandoned together; '' stands alone. */
  readonly group: '' | 'G1' | 'G2' | 'G3' | 'G4' | 'G5';
  readonly kinds: readonly Kind[];
  readonly parts: readonly Part[];
  /** 调剂: to be chosen once a row is filled, or not asked. */
  readonly adjustment: boolean;
  readonly ordered?: boolean;
  /** A list one has to stand on. */
  readonly list?: string;
  /** Kinds of 统考 one of which has to be passed. */
  readonly exam?: 'fine' | 'other';
  /** A registered 报考专业 or 专业类别. */
  readonly registered?: 'registeredMajor' | 'vocationalCategory';
  /** One school may stand twice, with another major (arts in parallel). */
  readonly byMajor?: boolean;
}

const ONE_AND_FOUR: readonly Part[] = [
  { code: 'first', schools: 1, majors: 5 },
  { code: 'second', schools: 4, majors: 5 },
];
const SIX: readonly Part[] = [{ code: 'parallel', schools: 6, majors: 5 }];
/** 本科一批、二批: beside the parallel part a slot for 定向 and one for 预科, each of which may stand alone. */
const withExtras = (schools: number): readonly Part[] => [
  { code: 'parallel', schools, majors: 5, byCategory: true },
  { code: 'directed', schools: 1, majors: 5, takes: ['directed'] },
  { code: 'preparatory', schools: 1, majors: 1, takes: ['preparatory'], minority: true },
];
const NINE_ARTS: readonly Part[] = [{ code: 'parallel', schools: 9, majors: 1 }];
const TWO_ARTS: readonly Part[] = [
  { code: 'first', schools: 1, majors: 1 },
  { code: 'second', schools: 1, majors: 1 },
];
const ALONE: readonly Part[] = [{ code: 'first', schools: 1, majors: 5 }];
const ORDINARY: readonly Kind[] = ['general', 'arts', 'sports'];

const early = (code: string): Line => ({
  code,
  group: 'G1',
  kinds: ['general'],
  parts: ONE_AND_FOUR,
  adjustment: true,
  ordered: true,
});
const special = (code: string, list: string): Line => ({
  code,
  group: 'G5',
  kinds: ['general'],
  parts: ALONE,
  adjustment: true,
  list,
});
const arts = (code: string, group: Line['group'], exam: 'fine' | 'other'): Line => ({
  code,
  group,
  kinds: ['arts'],
  exam,
  ...(exam === 'fine'
    ? { parts: NINE_ARTS, adjustment: false, byMajor: true }
    : { parts: TWO_ARTS, adjustment: true, ordered: true }),
});

export const TABLE: readonly Line[] = [
  {
    code: 'pilot',
    group: '',
    kinds: ['general'],
    parts: [{ code: 'first', schools: 1, majors: 1 }],
    adjustment: false,
    list: '招飞合格',
  },
  early('early-military'),
  early('early-police'),
  early('early-justice'),
  { code: 'early-teacher', group: 'G1', kinds: ['general'], parts: SIX, adjustment: true },
  // Decision 0008: art and sport candidates fill it too.
  {
    ...early('early-other'),
    kinds: ORDINARY,
    parts: [
      { code: 'first', schools: 1, majors: 5, takes: ['ordinary', 'directed'] },
      { code: 'second', schools: 4, majors: 5 },
    ],
  },
  { code: 'sports-undergraduate', group: 'G1', kinds: ['sports'], parts: SIX, adjustment: true },
  { code: 'arts-early', group: 'G1', kinds: ['arts'], parts: TWO_ARTS, adjustment: true, ordered: true },
  { code: 'national-special', group: '', kinds: ['general'], parts: SIX, adjustment: true, list: '国家专项' },
  {
    code: 'upgrade',
    group: '',
    kinds: ['upgrade'],
    parts: [{ code: 'parallel', schools: 5, majors: 0 }],
    adjustment: false,
    registered: 'registeredMajor',
  },
  {
    code: 'vocational-undergraduate',
    group: '',
    kinds: ['vocational'],
    parts: [{ code: 'parallel', schools: 4, majors: 4 }],
    adjustment: true,
    registered: 'vocationalCategory',
  },
  {
    code: 'vocational-junior',
    group: '',
    kinds: ['vocational'],
    parts: [{ code: 'parallel', schools: 5, majors: 4 }],
    adjustment: true,
    registered: 'vocationalCategory',
  },
  arts('arts-a-fine', 'G2', 'fine'),
  arts('arts-a-other', 'G2', 'other'),
  arts('arts-b-fine', 'G3', 'fine'),
  arts('arts-b-other', 'G3', 'other'),
  special('university-special', '高校专项'),
  special('arts-troupe', '高水平艺术团'),
  special('sports-team', '高水平运动队'),
  { code: 'undergraduate-1', group: '', kinds: ORDINARY, parts: withExtras(6), adjustment: true },
  { code: 'local-special', group: '', kinds: ['general'], parts: SIX, adjustment: true, list: '地方专项' },
  {
    code: 'undergraduate-2',
    group: '',
    kinds: ORDINARY,
    parts: withExtras(9),
    adjustment: true,
  },
  { ...early('junior-early'), group: 'G4' },
  { code: 'junior-sports', group: 'G4', kinds: ['sports'], parts: SIX, adjustment: true },
  arts('junior-arts-fine', 'G4', 'fine'),
  arts('junior-arts-other', 'G4', 'other'),
  {
    code: 'junior',
    group: '',
    kinds: ORDINARY,
    parts: [{ code: 'parallel', schools: 6, majors: 5, byCategory: true }],
    adjustment: true,
  },
];

/** Saves of a group, and how far apart. */
export const SAVES = 3;
export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
/** A form lives so long, and may be lengthened in its last five minutes, ten times. */
export const FORM_MS = 30 * MINUTE_MS;
export const OFFER_MS = 5 * MINUTE_MS;
export const LENGTHENINGS = 10;
