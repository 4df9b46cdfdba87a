import type { Knex } from 'knex';
import { type BatchCalendar, loadBatchCalendar, withAudiences } from '../batches/batch-calendar';
import { listPastLowest } from '../enrolment-plan/past-lowest.repository';
import {
  findPlanVersion,
  listInstitutions,
  listPlanAudiences,
  listPlanEntries,
  listPlanGroups,
  listWithdrawnRows,
} from '../enrolment-plan/plan.repository';
import { createPlanCatalogue, type PlanCatalogue } from '../enrolment-plan/plan-catalogue';
import { findSignInRate } from '../switches/sign-in-rate.repository';
import type { Switches } from '../switches/switch';
import { loadSwitches } from '../switches/switch.repository';

/** What changes seldom, in memory: the pack and windows in force, the plan of the pack's year, and the switches. */
export interface Reference {
  readonly calendar: BatchCalendar;
  readonly plan: PlanCatalogue;
  readonly switches: Switches;
  /** Sign-ins a second that the province has set; null: as the configuration says. */
  readonly signInRate: number | null;
}

/** Reads pack, windows, plan and switches whole; the plan of `known` is kept where it has not changed since. */
export async function loadReference(db: Knex, known: Reference | null = null): Promise<Reference> {
  const planVersion = await findPlanVersion(db);
  const [bare, switches] = [await loadBatchCalendar(db), await loadSwitches(db)];
  const signInRate = await findSignInRate(db);
  const { year } = bare.pack;
  const calendar = withAudiences(bare, await listPlanAudiences(db, year));
  if (known !== null && known.plan.version === planVersion && known.calendar.pack.year === year) {
    return { calendar, plan: known.plan, switches, signInRate };
  }
  const [institutions, entries, withdrawn, groups, past] = await Promise.all([
    listInstitutions(db, year),
    listPlanEntries(db, year),
    listWithdrawnRows(db, year),
    listPlanGroups(db, year),
    listPastLowest(db, year - 1),
  ]);
  const plan = createPlanCatalogue(planVersion, institutions, entries, withdrawn, groups, past);
  return { calendar, plan, switches, signInRate };
}
