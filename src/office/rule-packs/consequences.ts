import { findBatch } from '../../rules/filing/groups';
import { listChangedBatches } from '../../rules/pack/compare-packs';
import type { RulePack } from '../../rules/pack/rule-pack';
import type { ConcernedList } from './concerned-list';
import type { DryRun } from './dry-run';

/** One thing that a pack does to candidates who file, or have filed. */
export type Consequence =
  | { readonly kind: 'batchGone' | 'batchChanged'; readonly batch: string }
  | ({ readonly kind: 'list' } & ConcernedList);

/**
 * Everything that a pack does: a line for each open batch that it changes or does not have, and for each list that is
 * worse off. Windows belong to the code of a pack: under another code every open batch gets other ones, and counts as
 * changed.
 */
export function listConsequences(
  before: RulePack,
  after: RulePack,
  open: readonly string[],
  { concerned }: Pick<DryRun, 'concerned'>,
): readonly Consequence[] {
  const changed = new Set(
    before.code === after.code ? listChangedBatches(before, after) : before.batches.map(({ code }) => code),
  );
  return [
    ...before.batches
      .filter(({ code }) => open.includes(code) && changed.has(code))
      .map(
        ({ code }): Consequence => ({
          kind: findBatch(after, code) === null ? 'batchGone' : 'batchChanged',
          batch: code,
        }),
      ),
    ...concerned.map((list): Consequence => ({ kind: 'list', ...list })),
  ];
}

export type DecisionRefusal =
  /** Nobody is their own second officer. */
  | 'sameOfficer'
  | 'decided'
  /** Not every saved list was tried. */
  | 'untried'
  /** Another version is in force by now, or the pack concerns other than what was asked for. */
  | 'overtaken';
