import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { listDemoInstitutions } from '../institutions';
import { militaryMajors } from '../majors/special';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import {
  adviseColourVision,
  adviseEyesight,
  adviseHeight,
  bornBetween,
  freshOnly,
  menOnly,
  type Requirement,
  unmarriedOnly,
  womenOnly,
} from './requirements';

const born = bornBetween('2001-09-01', '2004-08-31');

function offerFree(
  majorName: string,
  tracks: readonly string[],
  quota: number,
  requirements: readonly Requirement[],
): Offer {
  return { majorName, tracks, quota, tuitionYuan: 0, lengthYears: 4, requirements };
}

function listPilotEntries(): readonly PlanEntry[] {
  const men = [menOnly, born, freshOnly];
  return numberOffers('pilot', '0996', [
    offerFree('航空飞行与指挥', ['5'], 60, men),
    offerFree('航空飞行与指挥(文科)', ['1'], 8, men),
    offerFree('航空飞行与指挥(双学籍飞行学员)', ['5'], 4, men),
    offerFree('航空飞行与指挥(女飞行学员)', ['1', '5'], 1, [womenOnly, born, freshOnly]),
  ]);
}

function drawMilitaryOffer(majorName: string, track: string, random: Random): Offer {
  const sex = random.chance(0.2) ? womenOnly : menOnly;
  const advice = [
    adviseHeight(sex === menOnly ? 162 : 160),
    random.pick([adviseColourVision, adviseEyesight(4.5)]),
  ];
  return offerFree(majorName, [track], random.integer(1, 15), [sex, born, unmarriedOnly, ...advice]);
}

function listMilitaryEntries(): readonly PlanEntry[] {
  return listDemoInstitutions()
    .filter(({ field, code }) => field === 'military' && code !== '0996')
    .flatMap(({ code }) => {
      const random = createRandom(`early-military/${code}`);
      const offers = [
        ...random.sample(militaryMajors, 2).map((name) => drawMilitaryOffer(name, '1', random)),
        ...random.sample(militaryMajors, 7).map((name) => drawMilitaryOffer(name, '5', random)),
      ];
      return numberOffers('early-military', code, offers);
    });
}

/** 军队招飞 and 提前批军事. */
export function listPilotAndMilitaryEntries(): readonly PlanEntry[] {
  return [...listPilotEntries(), ...listMilitaryEntries()];
}
