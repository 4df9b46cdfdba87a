import type {
  AdmissionInstitution,
  AdmissionStatistics,
} from '../../src/candidate/past-admissions/admission-statistics';
import type {
  ScoreSegment,
  SegmentTable,
} from '../../src/candidate/past-admissions/score-segment.repository';
import type { Institution, PlanEntry, StoredPlanGroup } from '../../src/domain/enrolment-plan/plan-entry';
import type { DemoOffices } from './officers';
import type { DemoPerson } from './people/demo-person';

/** What a demo shows of one pack: its plan, its people, where its officers work and the years before. Officers' names and accounts are those of every demo. */
export interface DemoWorld {
  /** Code of the shipped pack it belongs to. */
  readonly pack: string;
  readonly people: readonly DemoPerson[];
  readonly offices: DemoOffices;
  listInstitutions(): readonly Institution[];
  listPlan(): readonly PlanEntry[];
  listGroups(): readonly StoredPlanGroup[];
  listStatistics(): {
    readonly institutions: readonly AdmissionInstitution[];
    readonly rows: readonly AdmissionStatistics[];
  };
  /** 一分一段 of its year and of those before. */
  listSegments(): readonly (SegmentTable & ScoreSegment)[];
}
