import type { DemoWorld } from '../demo-world';
import { listDemoSegments } from '../statistics/score-segments';
import { listInstitutions } from './institutions';
import { listOtherPlan } from './other-plan';
import { offices, people } from './people';
import { listRegularPlan } from './regular-plan';
import { listStatistics } from './statistics';

/** 3+3 with 专业（类）+学校: invented but for names of institutions and the codes that follow from a rule. */
export const shandong2026: DemoWorld = {
  pack: 'shandong-2026',
  people,
  offices,
  listInstitutions,
  listPlan: () => [...listRegularPlan(), ...listOtherPlan()],
  listGroups: () => [],
  listStatistics,
  listSegments: () => listDemoSegments([2025], ['不分科类']),
};
