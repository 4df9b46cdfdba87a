import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { getDemoInstitution } from '../institutions';
import { freeTeacherMajors } from '../majors/special';
import { allCounties, countiesByCity } from './counties';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import { type County, residentsOf } from './requirements';

const colleges = ['6035', '6050', '6054', '6060', '6062', '6065', '6068', '6070', '6170'];

function offerForCounty(majorName: string, track: string, county: County, random: Random): Offer {
  return {
    majorName: `${majorName}(定向${county.name})`,
    tracks: [track],
    quota: random.integer(2, 12),
    tuitionYuan: 0,
    lengthYears: 4,
    requirements: [residentsOf([county])],
    remark: '免学费，毕业后在定向县(市)任教不少于6年',
  };
}

function offerForProvince(majorName: string, track: string, random: Random): Offer {
  return {
    majorName: `${majorName}(地方公费师范生)`,
    tracks: [track],
    quota: random.integer(2, 10),
    tuitionYuan: 0,
    lengthYears: 4,
    requirements: [residentsOf(allCounties)],
    remark: '免学费，毕业后回生源地任教',
  };
}

function listCollegeEntries(code: string): readonly PlanEntry[] {
  const random = createRandom(`early-teacher/${code}`);
  const counties = countiesByCity[getDemoInstitution(code).city] ?? [];
  const offers = ['1', '5'].flatMap((track) => [
    ...counties.flatMap((county) =>
      random
        .sample(freeTeacherMajors, 3)
        .map((majorName) => offerForCounty(majorName, track, county, random)),
    ),
    ...random.sample(freeTeacherMajors, 2).map((majorName) => offerForProvince(majorName, track, random)),
  ]);
  return numberOffers('early-teacher', code, offers);
}

/** 地方公费师范生: most rows are for the residents of one county. */
export function listLocalTeacherEntries(): readonly PlanEntry[] {
  return colleges.flatMap(listCollegeEntries);
}
