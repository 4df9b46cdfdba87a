import type { Knex } from 'knex';
import { type BatchCalendar, loadBatchCalendar } from './batches';
import { createPlanCatalogue, listInstitutions, listPlanEntries, type PlanCatalogue } from './plans';

/** What changes seldom, in memory: the pack and windows in force, and the plan of the pack's year. */
export interface Reference {
  readonly calendar: BatchCalendar;
  readonly plan: PlanCatalogue;
}

/** Reads pack, windows and plan whole; `version` marks what is derived from them. */
export async function loadReference(db: Knex, version: number): Promise<Reference> {
  const calendar = await loadBatchCalendar(db);
  const { year } = calendar.pack;
  const [institutions, entries] = await Promise.all([listInstitutions(db, year), listPlanEntries(db, year)]);
  return { calendar, plan: createPlanCatalogue(version, institutions, entries) };
}
