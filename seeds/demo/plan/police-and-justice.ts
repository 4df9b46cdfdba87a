import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { justiceMajors, policeLiberalMajors, policeMajors } from '../majors/special';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import {
  adviseColourVision,
  adviseEyesight,
  adviseHeight,
  bornBetween,
  menOnly,
  onList,
  type Requirement,
  womenOnly,
} from './requirements';

const born = bornBetween('1999-09-01', '2005-08-31');

interface Academies {
  readonly batch: string;
  readonly codes: readonly string[];
  readonly liberal: readonly string[];
  readonly science: readonly string[];
  readonly specialType: string;
  readonly withSpecial: ReadonlySet<string>;
}

const academies: readonly Academies[] = [
  {
    batch: 'early-police',
    codes: ['0110', '0120', '0165', '3945', '4885', '5550', '7084'],
    liberal: policeLiberalMajors,
    science: policeMajors,
    specialType: 'national-special-police',
    withSpecial: new Set(['0110', '0120', '0165']),
  },
  {
    batch: 'early-justice',
    codes: ['1465', '2030', '2115', '5455'],
    liberal: justiceMajors,
    science: justiceMajors,
    specialType: 'national-special-justice',
    withSpecial: new Set(['1465', '2030']),
  },
];

function drawOffer(majorName: string, track: string, sex: Requirement, random: Random): Offer {
  const advice = [adviseHeight(sex === menOnly ? 170 : 160), adviseColourVision, adviseEyesight(4.8)];
  return {
    majorName: `${majorName}(${sex === menOnly ? '男' : '女'})`,
    tracks: [track],
    quota: random.integer(1, 20),
    tuitionYuan: random.pick([4400, 5000, 5500]),
    lengthYears: 4,
    requirements: [sex, born, ...advice.slice(0, random.integer(1, 3))],
  };
}

function drawOrdinaryOffers(
  names: readonly string[],
  count: number,
  track: string,
  random: Random,
): readonly Offer[] {
  return random.sample(names, count).flatMap((majorName) => {
    const men = drawOffer(majorName, track, menOnly, random);
    return random.chance(0.4) ? [men, drawOffer(majorName, track, womenOnly, random)] : [men];
  });
}

function drawSpecialOffers(plan: Academies, random: Random): readonly Offer[] {
  return [...plan.liberal.slice(0, 1), ...plan.science.slice(0, 2)].flatMap((majorName, index) =>
    [menOnly, womenOnly].map((sex) => {
      const offer = drawOffer(majorName, index === 0 ? '1' : '5', sex, random);
      return {
        ...offer,
        planType: plan.specialType,
        quota: random.integer(1, 4),
        requirements: [...(offer.requirements ?? []), onList('国家专项')],
      };
    }),
  );
}

/** 提前批公安 and 提前批司法 with their 国家专项 rows. */
export function listPoliceAndJusticeEntries(): readonly PlanEntry[] {
  return academies.flatMap((plan) =>
    plan.codes.flatMap((code) => {
      const random = createRandom(`${plan.batch}/${code}`);
      return numberOffers(plan.batch, code, [
        ...drawOrdinaryOffers(plan.liberal, 3, '1', random),
        ...drawOrdinaryOffers(plan.science, 5, '5', random),
        ...(plan.withSpecial.has(code) ? drawSpecialOffers(plan, random) : []),
      ]);
    }),
  );
}
