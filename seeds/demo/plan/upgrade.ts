import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { type DemoInstitution, listDemoInstitutions } from '../institutions';
import { upgradeMajors } from '../majors/vocational';
import { leaveUnnumbered } from './offers';
import { createRandom } from './random';
import { onList } from './requirements';
import { drawTuition } from './tuition';

function listMajors({ field }: DemoInstitution): readonly string[] {
  switch (field) {
    case 'engineering':
    case 'teacher':
    case 'agriculture':
    case 'finance':
      return [...upgradeMajors.common, ...upgradeMajors[field]];
    case 'medical':
    case 'police':
      return upgradeMajors[field];
    default:
      return [...upgradeMajors.common, ...upgradeMajors.teacher, ...upgradeMajors.finance];
  }
}

function listInstitutionEntries(institution: DemoInstitution): readonly PlanEntry[] {
  const random = createRandom(`upgrade/${institution.code}`);
  const majors = listMajors(institution);
  const soldiersOnly = institution.name.includes('退役大学生士兵');
  const offers = random.sample(majors, random.integer(5, majors.length)).map((majorName) => ({
    majorName,
    audience: majorName,
    tracks: ['B'],
    quota: random.integer(10, 150),
    tuitionYuan: drawTuition(institution, random),
    lengthYears: 2,
    requirements: soldiersOnly ? [onList('退役大学生士兵')] : [],
  }));
  return leaveUnnumbered('upgrade', institution.code, offers);
}

/** 专升本: one row per institution and 报考专业, without 专业代号. */
export function listUpgradeEntries(): readonly PlanEntry[] {
  return listDemoInstitutions()
    .filter(({ name }) => name.includes('专升本'))
    .flatMap(listInstitutionEntries);
}
