import type { Knex } from 'knex';
import type { Window } from '../rules/phase';
import type { Batch, RulePack } from '../rules/rule-pack';
import { getActiveRulePack } from './rule-pack.repository';
import { listWindows } from './window.repository';

/** The pack in force with the windows in force; read whole, replaced whole. */
export interface BatchCalendar {
  readonly pack: RulePack;
  findBatch(code: string): Batch | null;
  listWindows(batchCode: string): readonly Window[];
}

export async function loadBatchCalendar(db: Knex): Promise<BatchCalendar> {
  const pack = await getActiveRulePack(db);
  return createBatchCalendar(pack, await listWindows(db, pack.code));
}

export function createBatchCalendar(pack: RulePack, windows: readonly Window[]): BatchCalendar {
  const batches = new Map(pack.batches.map((batch) => [batch.code, batch]));
  const byBatch = new Map(
    pack.batches.map(({ code }) => [code, windows.filter((window) => window.batch === code)] as const),
  );
  return {
    pack,
    findBatch: (code) => batches.get(code) ?? null,
    listWindows: (code) => byBatch.get(code) ?? [],
  };
}
