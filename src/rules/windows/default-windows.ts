import type { Batch, DailyHours, Permits, RulePack, ScopedWindow } from '../pack/rule-pack';
import { layOutHours, type Sessions } from './sessions';
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
  return [province, ...(round.scopedWindows ?? [])].map(({ scope, ...times }) => ({
    batch: batch.code,
    ...layOut(times, round.dailyHours),
    scope,
    permits: EVERYTHING,
    stages,
  }));
}

/** Hours that leave nothing are a fault of the pack (rules/pack-checks). */
function layOut(
  { opensAt, closesAt, dailyHours }: Omit<ScopedWindow, 'scope'>,
  ofRound?: DailyHours,
): Sessions {
  const whole = { opensAt: new Date(opensAt), closesAt: new Date(closesAt) };
  const hours = dailyHours ?? ofRound;
  return (hours === undefined ? null : layOutHours(whole.opensAt, whole.closesAt, hours)) ?? whole;
}
