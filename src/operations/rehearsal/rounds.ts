import type { Knex } from 'knex';
import { insertWindows } from '../../domain/batches/window.repository';
import type { Reference } from '../../domain/reference/reference';
import { listOpeningFaults } from '../../office/windows/opening';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import { listDefaultWindows } from '../../rules/windows/default-windows';

/** A round of the pack, with those of its batches for which there is a plan. */
export interface Round {
  readonly code: string;
  readonly name: string;
  readonly batches: readonly Batch[];
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** Rounds of the pack in order of time that have a batch whose data are fit to be opened (P38). */
export async function planRounds(db: Knex, pack: RulePack): Promise<readonly Round[]> {
  const faults = await listOpeningFaults(
    db,
    pack,
    pack.batches.map(({ code }) => code),
  );
  const faulty = new Set(faults.map(({ batch }) => batch));
  return pack.rounds
    .map(({ code, name, opensAt, closesAt }) => ({
      ...{ code, name },
      ...{ opensAt: new Date(opensAt), closesAt: new Date(closesAt) },
      batches: pack.batches.filter((batch) => batch.round === code && !faulty.has(batch.code)),
    }))
    .filter(({ batches }) => batches.length > 0)
    .toSorted((one, other) => one.opensAt.getTime() - other.opensAt.getTime());
}

/** Opens what the pack plans for the batches of the rounds. @returns how many batches have a window */
export async function openRounds(db: Knex, pack: RulePack, rounds: readonly Round[]): Promise<number> {
  const batches = rounds.flatMap((round) => round.batches);
  await insertWindows(
    db,
    pack.code,
    batches.flatMap((batch) => listDefaultWindows(pack, batch)),
  );
  return batches.length;
}

/** Batches of a round that have a window in a calendar. */
export function countWindowed({ calendar }: Reference, { batches }: Round): number {
  return batches.filter(({ code }) => calendar.listWindows(code).length > 0).length;
}
