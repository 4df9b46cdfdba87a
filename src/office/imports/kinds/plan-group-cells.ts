import { joinSubjects } from '../../../domain/enrolment-plan/plan-group.presenter';
import type { Condition, RulePack } from '../../../rules/pack/rule-pack';
import type { RowReader } from '../row-reader';
import { text, wholeNumber } from '../values/plain-values';
import { isSubject, sortSubjects } from '../values/rule-names';
import { readRequirement, type SaidRequirement } from '../values/subject-requirement';
import { ValueFault } from '../values/value-fault';

/** What a row says of its 专业组; null where it says nothing of it. */
export interface ReadGroupFacts {
  readonly groupName: string | null;
  readonly groupQuota: number | null;
  /** 不限, 化学, 化学和生物学, 化学或生物学. */
  readonly requirement: string | null;
  readonly groupNote: string | null;
  /** What a row that belongs to no group requires by itself. */
  readonly conditions: readonly Condition[];
}

const NO_SUBJECT = '不限';
const MAX_QUOTA = 99_999;

/** A requirement as lists write it: what is read from it is the same requirement again. */
export function writeRequirement(mode: 'all' | 'any', subjects: readonly string[]): string {
  return subjects.length === 0 ? NO_SUBJECT : joinSubjects(mode, sortSubjects(subjects));
}

/** The subject that a 科类 stands for where candidates choose 首选: 历史 of 历史类. Null of any other. */
const firstOf = (name: string) => {
  const bare = name.replace(/类$/, '');
  return isSubject(bare) ? bare : null;
};

/**
 * Reads what a row says of its group, by text and by code. The text decides; a code that the pack does not know is
 * refused where there is no text, and one that says something else always. What is asked of 首选 is the 科类 itself.
 */
export function createGroupReader({
  tracks: known,
  listCodes,
}: RulePack): (row: RowReader, tracks: readonly string[] | null, hasGroup: boolean) => ReadGroupFacts {
  const codes = listCodes?.requirements ?? {};
  const firsts = new Map(known.map(({ code, name }) => [code, firstOf(name)]));
  const allFirsts = [...firsts.values()].filter((name) => name !== null);
  const nameTrack = (code: string) => known.find((track) => track.code === code)?.name ?? code;
  const read = { name: text(60), quota: wholeNumber(0, MAX_QUOTA), note: text(1000) };

  /** Whether every 科类 has one of these subjects as its 首选. */
  const isFirstOfAll = (tracks: readonly string[], among: readonly string[]) =>
    tracks.every((track) => among.includes(firsts.get(track) ?? ''));

  const asksOther = ({ firsts: asked }: SaidRequirement, tracks: readonly string[]) =>
    asked !== null && asked.length > 0 && !isFirstOfAll(tracks, asked);

  /** What of a requirement is left beside 首选; null where it asks for another one than the 科类 has. */
  function narrow({ mode, subjects }: SaidRequirement, tracks: readonly string[]) {
    const among = subjects.filter((name) => allFirsts.includes(name));
    const rest = subjects.filter((name) => !allFirsts.includes(name));
    if (among.length === 0) return writeRequirement(mode, rest);
    const has = isFirstOfAll(tracks, among);
    if (mode === 'all') return has && among.length === 1 ? writeRequirement(mode, rest) : null;
    // One of several is enough: whoever has it by 首选 is asked for nothing, of others what is left of them.
    if (has) return NO_SUBJECT;
    const hasNone = tracks.every((track) => !among.includes(firsts.get(track) ?? ''));
    return hasNone && rest.length > 0 ? writeRequirement(mode, rest) : null;
  }

  function readCode(found: string): string | ValueFault {
    const subjects = codes[found] ?? codes[found.padStart(2, '0')];
    return subjects === undefined
      ? new ValueFault('unknownRequirementCode', found)
      : writeRequirement('all', subjects);
  }

  /** The requirement by text or code; what is wrong with either is noted. */
  function readRow(row: RowReader, tracks: readonly string[]): string | null {
    const said = row.take('requirement', (found) => {
      const requirement = readRequirement(found);
      if (requirement instanceof ValueFault) return requirement;
      const left = asksOther(requirement, tracks) ? null : narrow(requirement, tracks);
      return left ?? new ValueFault('otherFirstSubject', tracks.map(nameTrack).join('、'));
    });
    const code = row.text('requirementCode');
    if (code === '') return said;
    const byCode = readCode(code);
    if (byCode instanceof ValueFault) {
      if (row.text('requirement') === '') row.refuse('requirementCode', byCode.code, byCode.expected);
      return said;
    }
    if (said !== null && byCode !== said) row.refuse('requirementCode', 'contradicts', `选科要求“${said}”`);
    return said ?? byCode;
  }

  return (row, tracks, hasGroup) => {
    const requirement = readRow(row, tracks ?? []);
    return {
      groupName: row.take('groupName', read.name),
      groupQuota: row.take('groupQuota', read.quota),
      requirement: hasGroup ? requirement : null,
      groupNote: row.take('groupNote', read.note),
      conditions: hasGroup ? [] : toConditions(requirement),
    };
  };
}

/** `102`, `第102专业组`, `(102)` and, joined with the institution's, `6504102`. */
export function cutGroupCode(found: string, institution: string | null, length: number): string {
  const bare = found
    .normalize('NFKC')
    .replace(/^第?(.*?)(专业)?组?$/, '$1')
    .replace(/^[([【](.*)[)\]】]$/, '$1');
  const joined = institution !== null && bare.length === institution.length + length;
  return joined && bare.startsWith(institution) ? bare.slice(institution.length) : bare;
}

const ELECTIVES = 'electives';

const asks = (operator: 'contains' | 'containsAny', value: string | readonly string[], named: string) => ({
  field: ELECTIVES,
  operator,
  value,
  severity: 'block' as const,
  message: `该专业要求选考${named}，您未选考`,
});

/** A requirement of a row that belongs to no group: conditions of its own. */
function toConditions(requirement: string | null): readonly Condition[] {
  const said = requirement === null ? null : readRequirement(requirement);
  if (said === null || said instanceof ValueFault || said.subjects.length === 0) return [];
  const { mode, subjects } = said;
  if (mode === 'any') return [asks('containsAny', subjects, joinSubjects('any', subjects))];
  return subjects.map((subject) => asks('contains', subject, subject));
}

/** The requirement that the first of these conditions are, with how many of them; null where they are none. */
export function findRequirement(
  conditions: readonly Condition[],
): { readonly requirement: string; readonly count: number } | null {
  const [first] = conditions;
  if (first?.field !== ELECTIVES) return null;
  const own = conditions.findIndex(
    ({ field, operator }) => field !== ELECTIVES || operator !== first.operator,
  );
  const most = first.operator === 'contains' ? conditions.slice(0, own < 0 ? undefined : own) : [first];
  const subjects = most.flatMap(({ value }) => (typeof value === 'string' ? [value] : (value as string[])));
  const requirement = writeRequirement(first.operator === 'contains' ? 'all' : 'any', subjects);
  const same = JSON.stringify(toConditions(requirement)) === JSON.stringify(most.map(inOrder));
  return same ? { requirement, count: most.length } : null;
}

/** The keys of a condition in the order in which `asks` has them. */
const inOrder = ({ field, operator, value, severity, message, ...rest }: Condition) => ({
  ...{ field, operator, value, severity, message },
  ...rest,
});
