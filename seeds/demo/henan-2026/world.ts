import type { DemoWorld } from '../demo-world';
import { henanOffices } from '../officers';
import { listDemoSegments } from '../statistics/score-segments';
import { listGroupedPlan } from './grouped-plan';
import { listInstitutions } from './institutions';
import { people } from './people';
import { listRowPlan } from './row-plan';
import { listStatistics } from './statistics';

/** 3+1+2 with 院校专业组: invented but for names of institutions and the codes that are known. */
export const henan2026: DemoWorld = {
  pack: 'henan-2026',
  people,
  offices: henanOffices,
  listInstitutions,
  listPlan: () => [...listGroupedPlan().entries, ...listRowPlan()],
  listGroups: () => listGroupedPlan().groups,
  listStatistics,
  listSegments: () => listDemoSegments([2025, 2026], ['历史类', '物理类']),
};
