import type { Batch, CandidateFacts, Condition, FactValue } from '../pack/rule-pack';

type Alternative = Condition['value'];
type Comparison = (fact: NonNullable<FactValue>, value: Alternative) => boolean;

/** Order of two values of one type; null where they cannot be compared. Dates compare as YYYY-MM-DD text. */
function findOrder(left: unknown, right: unknown): number | null {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  return null;
}

function isAtLeast(left: unknown, right: unknown): boolean {
  const order = findOrder(left, right);
  return order !== null && order >= 0;
}

function listAlternatives(value: Alternative): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isOneOf(fact: NonNullable<FactValue>, value: Alternative): boolean {
  return listAlternatives(value).includes(fact);
}

function holdsAny(fact: NonNullable<FactValue>, value: Alternative): boolean {
  const held: readonly unknown[] = Array.isArray(fact) ? fact : [fact];
  return listAlternatives(value).some((alternative) => held.includes(alternative));
}

function isBetween(fact: NonNullable<FactValue>, value: Alternative): boolean {
  const [from, to] = listAlternatives(value);
  return isAtLeast(fact, from) && isAtLeast(to, fact);
}

const COMPARISONS: Readonly<Record<Condition['operator'], Comparison>> = {
  equals: (fact, value) => fact === value,
  notEquals: (fact, value) => fact !== value,
  oneOf: isOneOf,
  notOneOf: (fact, value) => !isOneOf(fact, value),
  atLeast: isAtLeast,
  atMost: (fact, value) => isAtLeast(value, fact),
  between: isBetween,
  contains: holdsAny,
  containsAny: holdsAny,
  lacks: (fact, value) => !holdsAny(fact, value),
};

function findFact(facts: CandidateFacts, field: string): FactValue {
  return (Object.hasOwn(facts, field) ? facts[field] : null) ?? null;
}

/**
 * Whether a candidate meets a condition. A fact that is not known never meets it, whatever the operator: a
 * block then refuses and a warning is shown (S14).
 *
 * Worked cases: `bornOn between [2001-09-01, 2004-08-31]` is met by 2001-09-01 and 2004-08-31 and not by
 * 2001-08-31; `scores.英语 atLeast 90` is met by 90, not by 89 nor by a candidate without the score;
 * `totalScore atLeast 538 when track 1` is met by 538 of 文科, and by every other 科类;
 * `lists contains 国家专项` is met by [高校专项, 国家专项]. A condition with `when` is asked of those whose fact
 * equals it and of those whose fact is not known: without a 科类 no score line of a 科类 is passed by.
 */
export function evaluateCondition(condition: Condition, facts: CandidateFacts): boolean {
  if (condition.when !== undefined) {
    const asked = findFact(facts, condition.when.field);
    if (asked !== null && asked !== condition.when.equals) return true;
  }
  const fact = findFact(facts, condition.field);
  if (fact === null) return false;
  return COMPARISONS[condition.operator](fact, condition.value);
}

/** The conditions a candidate does not meet, blocks and warnings alike, in the order given. */
export function listUnmetConditions(
  conditions: readonly Condition[],
  facts: CandidateFacts,
): readonly Condition[] {
  return conditions.filter((condition) => !evaluateCondition(condition, facts));
}

export interface Ineligibility {
  readonly code: 'candidateKind' | 'condition' | 'audienceUnknown' | 'audienceNotPlanned';
  /** Set for `condition`: the sentence of the pack. */
  readonly message?: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Why a batch is not open to a candidate (不具填报资格, M19); null when it is. Warnings do not count. */
export function findBatchIneligibility(
  batch: Batch,
  facts: CandidateFacts,
  audiences: ReadonlySet<string> = new Set(),
): Ineligibility | null {
  const kind = findFact(facts, 'kind');
  if (typeof kind !== 'string' || !batch.candidateKinds.includes(kind)) {
    return { code: 'candidateKind', values: { kind: String(kind ?? '') } };
  }
  const unmet = listUnmetConditions(batch.eligibility, facts).find(({ severity }) => severity === 'block');
  if (unmet !== undefined)
    return { code: 'condition', message: unmet.message, values: { field: unmet.field } };
  return findAudienceFault(batch, facts, audiences);
}

/**
 * Without 报考专业 or 专业类别, or with one that no row of the plan is for, the form would refuse every institution.
 * `audiences`: those of the plan; none where the plan is not known.
 */
function findAudienceFault(
  { planAudienceFact }: Batch,
  facts: CandidateFacts,
  audiences: ReadonlySet<string>,
): Ineligibility | null {
  if (planAudienceFact === null) return null;
  const audience = findFact(facts, planAudienceFact);
  if (typeof audience !== 'string' || audience === '')
    return { code: 'audienceUnknown', values: { field: planAudienceFact } };
  return audiences.size === 0 || audiences.has(audience)
    ? null
    : { code: 'audienceNotPlanned', values: { field: planAudienceFact, audience } };
}
