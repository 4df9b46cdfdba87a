import type { Batch, Permits, RulePack, ScopedWindow } from '../pack/rule-pack';
import type { Window } from './window-in-force';

const EVERYTHING: Permits = { create: true, edit: true, remove: true };

/**
 * The windows a pack gives a batch until the exam office sets others: that of its round for the province,
 * and those of the round for counties, schools, kinds or score bands. Throws on a batch whose round the pack
 * does not have (a parsed pack has none).
 */
export function listDefaultWindows(pack: RulePack, batch: Batch): readonly Window[] {
  const round = pack.rounds.find(({ code }) => code === batch.round);
  if (round === undefined) throw new Error(`rule pack ${pack.code} has no round ${batch.round}`);
  const province: ScopedWindow = {
    scope: { kind: 'province' },
    opensAt: round.opensAt,
    closesAt: round.closesAt,
  };
  const stages = (round.stages ?? []).map(({ from, permits }) => ({ from: new Date(from), permits }));
  return [province, ...(round.scopedWindows ?? [])].map(({ scope, opensAt, closesAt }) => ({
    batch: batch.code,
    opensAt: new Date(opensAt),
    closesAt: new Date(closesAt),
    scope,
    permits: EVERYTHING,
    stages,
  }));
}
