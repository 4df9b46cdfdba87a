import type {
  AdmissionInstitution,
  AdmissionStatistics,
} from '../../src/candidate/past-admissions/admission-statistics';
import type {
  ScoreSegment,
  SegmentTable,
} from '../../src/candidate/past-admissions/score-segment.repository';
import type { Institution, PlanEntry, StoredPlanGroup } from '../../src/domain/enrolment-plan/plan-entry';
import type { DemoPerson } from './people/demo-person';

/** What a demo shows of one pack: its plan, its people and the years before. Officers and accounts are those of every demo. */
export interface DemoWorld {
  /** Code of the shipped pack it belongs to. */
  readonly pack: string;
  readonly people: readonly DemoPerson[];
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
