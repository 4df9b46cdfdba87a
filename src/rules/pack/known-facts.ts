import type { PackFault } from './pack-faults';
import type { Condition } from './rule-pack';
import scoreNames from './score-names.json';

/** What a fact is: a text, a number, yes or no, a date as YYYY-MM-DD text, or a list of texts. */
type FactShape = 'text' | 'number' | 'boolean' | 'date' | 'list';

const NAMED = {
  kind: 'text',
  track: 'text',
  sex: 'text',
  bornOn: 'date',
  ethnicity: 'text',
  minority: 'boolean',
  registrationCounty: 'text',
  school: 'text',
  fileState: 'text',
  freshGraduate: 'boolean',
  residenceCounty: 'text',
  residenceCountyName: 'text',
  residenceRural: 'boolean',
  married: 'boolean',
  foreignLanguage: 'text',
  heightCm: 'number',
  eyesight: 'number',
  colourVision: 'text',
  vocationalCategory: 'text',
  registeredMajor: 'text',
  defaulter: 'boolean',
  firstSubject: 'text',
  electives: 'list',
  lists: 'list',
  totalScore: 'number',
  totalRank: 'number',
  sportsScore: 'number',
  artsProvincial: 'list',
  artsSchoolExams: 'list',
} as const satisfies Readonly<Record<string, FactShape>>;

/** Subjects whose scores are known, and kinds of 艺术统考: the lists of scores have a column for each. */
export const SUBJECTS: readonly string[] = scoreNames.subjects;
export const ARTS_KINDS: readonly string[] = scoreNames.artsKinds;

/** Name of a fact that is known of candidates: what the lists of the province say, and what follows from it. */
export type KnownFact = keyof typeof NAMED | `scores.${string}` | `artsScores.${string}`;

const SHAPES: ReadonlyMap<string, FactShape> = new Map(Object.entries(NAMED));
const SCORES: ReadonlySet<string> = new Set([
  ...SUBJECTS.map((subject) => `scores.${subject}`),
  ...ARTS_KINDS.map((kind) => `artsScores.${kind}`),
]);

/** Every fact with a name of its own; scores are named by their subject. */
export function listKnownFacts(): readonly string[] {
  return [...SHAPES.keys()];
}

/** A fact that nobody has, or that is of another shape than its place asks. */
export function listFactFaults(path: string, fact: string, asked?: FactShape): readonly PackFault[] {
  const shape = SHAPES.get(fact) ?? (SCORES.has(fact) ? 'number' : undefined);
  if (shape === undefined) return [{ path, code: 'unknownFact', value: fact }];
  return asked === undefined || shape === asked ? [] : [{ path, code: 'factShape', value: fact }];
}

/** Facts that conditions name and nobody has: they would be met by nobody, or asked of nobody. */
export function listUnknownFacts(path: string, conditions: readonly Condition[]): readonly PackFault[] {
  return conditions.flatMap(({ field, when }, index) => [
    ...listFactFaults(`${path}.${index}.field`, field),
    ...(when === undefined ? [] : listFactFaults(`${path}.${index}.when.field`, when.field)),
  ]);
}
