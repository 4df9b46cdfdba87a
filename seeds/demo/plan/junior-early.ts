import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { juniorEarlyMajors, sergeantMajors } from '../majors/junior';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import {
  adviseColourVision,
  adviseEyesight,
  adviseHeight,
  bornBetween,
  bornFrom,
  menOnly,
  type Requirement,
  unmarriedOnly,
  womenOnly,
} from './requirements';

const batch = 'junior-early';

interface Programme {
  readonly codes: readonly string[];
  readonly majors: readonly string[];
  readonly suffix: string;
  readonly tuitionYuan: number;
  readonly draw: (random: Random) => readonly Requirement[];
}

function drawSex(random: Random): Requirement {
  return random.chance(0.75) ? menOnly : womenOnly;
}

const programmes: readonly Programme[] = [
  {
    codes: ['6265', '7459', '7702', '6261', '8057'],
    majors: sergeantMajors,
    suffix: '(定向培养士官)',
    tuitionYuan: 4400,
    draw: (random) => [bornFrom('2001-09-01'), unmarriedOnly, drawSex(random), adviseHeight(160)],
  },
  {
    codes: ['7084', '8659', '8852'],
    majors: juniorEarlyMajors.police,
    suffix: '',
    tuitionYuan: 5000,
    draw: (random) => [bornBetween('1999-09-01', '2005-08-31'), drawSex(random), adviseColourVision],
  },
  {
    codes: ['8384', '8716', '9576'],
    majors: juniorEarlyMajors.justice,
    suffix: '',
    tuitionYuan: 5000,
    draw: (random) => [bornBetween('1999-09-01', '2005-08-31'), drawSex(random), adviseEyesight(4.6)],
  },
  {
    codes: ['8801', '9841'],
    majors: juniorEarlyMajors.seafaring,
    suffix: '',
    tuitionYuan: 6500,
    draw: () => [menOnly, adviseColourVision, adviseEyesight(4.7)],
  },
  {
    codes: ['8820', '7702'],
    majors: juniorEarlyMajors.aviation,
    suffix: '',
    tuitionYuan: 7500,
    draw: () => [adviseHeight(163), adviseEyesight(4.6)],
  },
];

function drawOffers(programme: Programme, random: Random): readonly Offer[] {
  return programme.majors.flatMap((majorName) =>
    ['1', '5'].map((track) => ({
      majorName: majorName + programme.suffix,
      tracks: [track],
      quota: random.integer(1, 20),
      tuitionYuan: programme.tuitionYuan,
      lengthYears: 3,
      requirements: programme.draw(random),
    })),
  );
}

/** 专科提前批普通类: 士官, 公安, 司法, 航海, 民航. */
export function listJuniorEarlyEntries(): readonly PlanEntry[] {
  const codes = [...new Set(programmes.flatMap((programme) => programme.codes))];
  return codes.flatMap((code) => {
    const random = createRandom(`${batch}/${code}`);
    const offers = programmes
      .filter((programme) => programme.codes.includes(code))
      .flatMap((programme) => drawOffers(programme, random));
    return numberOffers(batch, code, offers);
  });
}
