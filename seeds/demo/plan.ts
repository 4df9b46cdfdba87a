import type { PlanEntry } from '../../src/domain/enrolment-plan/plan-entry';
import { listArtsEntries } from './plan/arts';
import { listEarlyOtherEntries } from './plan/early-other';
import { listJuniorEntries } from './plan/junior';
import { listJuniorEarlyEntries } from './plan/junior-early';
import { listLocalTeacherEntries } from './plan/local-teachers';
import { listPilotAndMilitaryEntries } from './plan/pilot-and-military';
import { listPoliceAndJusticeEntries } from './plan/police-and-justice';
import { listSpecialPlanEntries } from './plan/special-plans';
import { listSportsEntries } from './plan/sports';
import { listSupplementaryEntries, listUndergraduateEntries } from './plan/undergraduate';
import { listUpgradeEntries } from './plan/upgrade';
import { listVocationalEntries } from './plan/vocational';

/**
 * The demo's 招生计划 for every batch of the Henan 2021 pack, invented but for names and codes of
 * institutions. The same rows in the same order at every call and on every machine.
 */
export function listDemoPlan(): readonly PlanEntry[] {
  return [
    ...listPilotAndMilitaryEntries(),
    ...listPoliceAndJusticeEntries(),
    ...listLocalTeacherEntries(),
    ...listEarlyOtherEntries(),
    ...listSportsEntries(),
    ...listArtsEntries(),
    ...listSpecialPlanEntries(),
    ...listUpgradeEntries(),
    ...listVocationalEntries(),
    ...listUndergraduateEntries(),
    ...listJuniorEarlyEntries(),
    ...listJuniorEntries(),
    ...listSupplementaryEntries(),
  ];
}
