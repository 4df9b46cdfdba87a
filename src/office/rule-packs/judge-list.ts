import { setImmediate } from 'node:timers/promises';
import { presentIneligibility } from '../../domain/batches/batch-state.presenter';
import { toFacts } from '../../domain/candidates/candidate-facts';
import { type SavedBody, toChoiceList } from '../../domain/choice-lists/canonical-body';
import { presentViolations } from '../../domain/choice-lists/violation.presenter';
import type { PlanRows } from '../../domain/enrolment-plan/plan-catalogue';
import { checkChoiceList } from '../../rules/filing/check-choice-list';
import { findBatchIneligibility } from '../../rules/filing/eligibility';
import { normaliseChoiceList } from '../../rules/filing/normalise-choice-list';
import { countSavesLeft } from '../../rules/filing/save-quota';
import type { Batch, CandidateFacts, RulePack } from '../../rules/pack/rule-pack';
import type { SavedList } from './saved-list.repository';

/** Two packs with one of the batches that both have. */
export interface BatchOfBoth {
  readonly plan: PlanRows;
  readonly before: RulePack;
  readonly after: RulePack;
  readonly was: Batch;
  readonly is: Batch;
}

/** What becomes of a list under another pack. */
export type ListFate =
  /** Its owner may not file the batch any more. */
  | { readonly why: 'notEligible'; readonly sentences: readonly string[] }
  | { readonly why: 'broken'; readonly sentences: readonly string[] }
  /** It conforms, and cannot be changed any more. */
  | { readonly why: 'exhausted'; readonly sentences: readonly [] };

/**
 * What the new pack makes of a list and the old one does not: null where it stays as good as it was. Sentences are
 * those of the form, without final punctuation.
 */
function judgeList(packs: BatchOfBoth, list: SavedList): ListFate | null {
  const { before, after, was, is } = packs;
  const facts = toFacts(list.owner);
  const ineligible = findBatchIneligibility(is, facts);
  if (ineligible !== null && findBatchIneligibility(was, facts) === null)
    return { why: 'notEligible', sentences: [presentIneligibility(after, is, ineligible)] };
  const saved: SavedBody = JSON.parse(list.canonicalBody);
  const check = (pack: RulePack, batch: Batch) => listBlocks(packs.plan, pack, batch, { list, saved, facts });
  const known = new Set(check(before, was));
  const fresh = check(after, is).filter((text) => !known.has(text));
  const sentences = [...new Set([...fresh, ...listGoneSections(saved, is)])];
  if (sentences.length > 0) return { why: 'broken', sentences };
  const isUsedUp = ({ maxSaves }: Batch) => countSavesLeft({ ...list, maxSaves }) === 0;
  return isUsedUp(is) && !isUsedUp(was) ? { why: 'exhausted', sentences: [] } : null;
}

/** Lists that are judged before others get their turn: some 15 ms. */
const AT_ONCE = 20;

/** Each with its fate; requests are answered in between. */
export async function judgeLists(packs: BatchOfBoth, lists: readonly SavedList[]) {
  const judged: { readonly list: SavedList; readonly fate: ListFate | null }[] = [];
  for (const list of lists) {
    judged.push({ list, fate: judgeList(packs, list) });
    if (judged.length % AT_ONCE === 0) await setImmediate();
  }
  return judged;
}

interface Judged {
  readonly list: SavedList;
  readonly saved: SavedBody;
  readonly facts: CandidateFacts;
}

function listBlocks(plan: PlanRows, pack: RulePack, batch: Batch, { list, saved, facts }: Judged) {
  const audience = batch.planAudienceFact === null ? '' : facts[batch.planAudienceFact];
  const scope = {
    batch: batch.code,
    track: list.owner.track,
    audience: typeof audience === 'string' ? audience : '',
  };
  const choices = normaliseChoiceList(batch, toChoiceList(saved));
  const violations = checkChoiceList({ pack, batch, facts, plan: plan.viewOf(scope), choices });
  return presentViolations(
    batch,
    violations.filter(({ severity }) => severity === 'block'),
  ).map(({ summary }) => summary);
}

function listGoneSections({ sections }: SavedBody, is: Batch): readonly string[] {
  return sections
    .filter(
      ({ code, slots }) =>
        slots.some(({ institution }) => institution !== null) &&
        !is.sections.some((section) => section.code === code),
    )
    .map(({ label }) => `志愿栏“${label}”不再存在`);
}
