import type { DemoWorld } from './demo-world';
import { henan2026 } from './henan-2026/world';
import { listDemoInstitutions } from './institutions';
import { henanOffices } from './officers';
import { demoPeople } from './people';
import { listDemoPlan } from './plan';
import { shandong2026 } from './shandong-2026/world';
import { listDemoStatistics, listDemoStatisticsInstitutions } from './statistics';
import { listDemoSegments } from './statistics/score-segments';

/** What a bare start shows: the year of the manual. */
const manual: DemoWorld = {
  pack: 'henan-2021',
  people: demoPeople,
  offices: henanOffices,
  listInstitutions: listDemoInstitutions,
  listPlan: listDemoPlan,
  listGroups: () => [],
  listStatistics: () => ({ institutions: listDemoStatisticsInstitutions(), rows: listDemoStatistics() }),
  listSegments: () => listDemoSegments([2018, 2019, 2020, 2021], ['文科综合', '理科综合']),
};

const worlds: readonly DemoWorld[] = [manual, henan2026, shandong2026];

/** Codes of the packs that a demo can show. */
export const demoPacks: readonly string[] = worlds.map(({ pack }) => pack);

/** The world of a pack; one that has none of its own shows what a bare start shows. */
export function findDemoWorld(pack: string): DemoWorld {
  return worlds.find((world) => world.pack === pack) ?? manual;
}
