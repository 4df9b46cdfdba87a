import type { Knex } from 'knex';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { Window } from '../../rules/windows/window-in-force';
import { getActiveRulePack } from '../rule-packs/rule-pack.repository';
import { listWindows } from './window.repository';

/** The pack in force with the windows in force; read whole, replaced whole. */
export interface BatchCalendar {
  readonly pack: RulePack;
  findBatch(code: string): Batch | null;
  listWindows(batchCode: string): readonly Window[];
  /** 报考专业 or 专业类别 that the plan of a batch has rows for; none where the plan is not known, or is open to all. */
  listAudiences(batchCode: string): ReadonlySet<string>;
}

/** An audience of the plan. */
interface PlanAudience {
  readonly batch: string;
  readonly audience: string;
}

export async function loadBatchCalendar(db: Knex): Promise<BatchCalendar> {
  const pack = await getActiveRulePack(db);
  return createBatchCalendar(pack, await listWindows(db, pack.code));
}

/** The same calendar, with what the plan narrows its batches to. */
export function withAudiences(calendar: BatchCalendar, audiences: readonly PlanAudience[]): BatchCalendar {
  const windows = calendar.pack.batches.flatMap(({ code }) => calendar.listWindows(code));
  return createBatchCalendar(calendar.pack, windows, audiences);
}

export function createBatchCalendar(
  pack: RulePack,
  windows: readonly Window[],
  audiences: readonly PlanAudience[] = [],
): BatchCalendar {
  const batches = new Map(pack.batches.map((batch) => [batch.code, batch]));
  const byBatch = new Map(
    pack.batches.map(({ code }) => [code, windows.filter((window) => window.batch === code)] as const),
  );
  const byAudience = new Map(
    pack.batches.map(({ code }) => [
      code,
      new Set(audiences.filter(({ batch }) => batch === code).map(({ audience }) => audience)),
    ]),
  );
  return {
    pack,
    listAudiences: (code) => byAudience.get(code) ?? new Set(),
    findBatch: (code) => batches.get(code) ?? null,
    listWindows: (code) => byBatch.get(code) ?? [],
  };
}
