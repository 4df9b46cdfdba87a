import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import type { DemoInstitution } from '../institutions';
import { juniorMajors } from '../majors/junior';
import { undergraduateMajors } from '../majors/undergraduate';
import { numberOffers, type Offer } from '../plan/offers';
import { createRandom, type Random } from '../plan/random';
import { onList } from '../plan/requirements';
import { drawTuition, findLengthYears } from '../plan/tuition';
import { drawUsualRequirements } from '../plan/usual-requirements';
import { isInventedCode, listInstitutions } from './institutions';
import { requireSubjects } from './subjects';

/** 3+3 knows no 科类. */
export const TRACKS: readonly string[] = ['0'];

const INVENTED_CODE = '院校代号为演示所设';

/** Numbers offers as every plan does; a row of an institution whose code is invented says so. */
export function numberRows(
  batch: string,
  { code }: DemoInstitution,
  offers: readonly Offer[],
): readonly PlanEntry[] {
  const remark = isInventedCode(code) ? INVENTED_CODE : '';
  return numberOffers(
    batch,
    code,
    offers.map((offer) => ({
      ...offer,
      remark: [offer.remark ?? '', remark].filter((text) => text !== '').join('；'),
    })),
  );
}

const isOfProvince = ({ province }: DemoInstitution) => province === '山东省';
const isUndergraduate = ({ levels }: DemoInstitution) => /[12]/.test(levels);
const isJunior = ({ levels }: DemoInstitution) => levels.includes('3');
const isTeaching = ({ field }: DemoInstitution) => !['military', 'police', 'justice'].includes(field);

/** Majors among which one institution chooses: so many that a university of the province fills a page of the plan. */
const MOST = { home: 52, elsewhere: 46 } as const;

function drawOffer(institution: DemoInstitution, majorName: string, random: Random): Offer {
  return {
    majorName,
    tracks: TRACKS,
    quota: random.integer(1, isOfProvince(institution) ? 60 : 8),
    tuitionYuan: drawTuition(institution, random),
    lengthYears: findLengthYears(majorName),
    requirements: [...requireSubjects(majorName), ...drawUsualRequirements(majorName, random)],
  };
}

/** 高校专项 and 地方专项: majors of the ordinary plan once more, for those on the list. */
function drawSpecial(
  institution: DemoInstitution,
  ordinary: readonly Offer[],
  random: Random,
): readonly Offer[] {
  const types = [
    ...(institution.levels.includes('1') && random.chance(0.4)
      ? [['university-special', '高校专项'] as const]
      : []),
    ...(isOfProvince(institution) && random.chance(0.6) ? [['local-special', '地方专项'] as const] : []),
  ];
  return types.flatMap(([planType, list]) =>
    random.sample(ordinary, 4).map((offer) => ({
      ...offer,
      ...{ planType, majorName: `${offer.majorName}(${list})`, quota: random.integer(1, 5) },
      requirements: [...(offer.requirements ?? []), onList(list)],
    })),
  );
}

function planUndergraduate(institution: DemoInstitution): readonly Offer[] {
  const random = createRandom(`shandong-2026/regular-1/${institution.code}`);
  const { liberal, science } = undergraduateMajors[institution.field];
  const most = isOfProvince(institution) ? MOST.home : MOST.elsewhere;
  const names = random.sample([...liberal, ...science], random.integer(most - 12, most));
  const offers = names.map((name) => drawOffer(institution, name, random));
  return [...offers, ...drawSpecial(institution, offers, random)];
}

function planJunior(institution: DemoInstitution): readonly Offer[] {
  const random = createRandom(`shandong-2026/regular-2/${institution.code}`);
  const ordinary = random
    .sample(juniorMajors[institution.field], random.integer(20, 32))
    .map((name) => ({ ...drawOffer(institution, name, random), lengthYears: 3 }));
  const three = isOfProvince(institution)
    ? random.sample(ordinary, 3).map((offer) => ({
        ...offer,
        ...{ planType: 'three-plus-two', majorName: `${offer.majorName}(3+2贯通培养)`, quota: 10 },
      }))
    : [];
  return [...ordinary, ...three];
}

/** What a former round left over: one row in so many, with a tenth of its places. */
function leaveOver(offers: readonly Offer[], oneIn: number): readonly Offer[] {
  return offers
    .filter(({ planType = 'ordinary' }, index) => planType !== 'university-special' && index % oneIn === 0)
    .map((offer) => ({ ...offer, quota: Math.ceil(offer.quota / 10) }));
}

/** The three rounds of 常规批: 本科, then what is left of it with all of 专科, then what is left of both. */
export function listRegularPlan(): readonly PlanEntry[] {
  const teaching = listInstitutions().filter(isTeaching);
  const rounds = teaching.map((institution) => {
    const first = isUndergraduate(institution) ? planUndergraduate(institution) : [];
    const second = isJunior(institution) ? planJunior(institution) : [];
    const left = leaveOver(first, 6);
    return { institution, first, second: [...left, ...second], third: leaveOver([...left, ...second], 3) };
  });
  return (['first', 'second', 'third'] as const).flatMap((round, index) =>
    rounds.flatMap(({ institution, ...own }) =>
      own[round].length === 0 ? [] : numberRows(`regular-${index + 1}`, institution, own[round]),
    ),
  );
}
