import type { PlanEntry } from '../../../src/domain/enrolment-plan/plan-entry';
import { type DemoInstitution, listDemoInstitutions } from '../institutions';
import { artMajors, juniorArtMajors } from '../majors/special';
import { numberOffers, type Offer } from './offers';
import { createRandom, type Random } from './random';
import {
  adviseColourVision,
  artsScoreAtLeast,
  passedProvincial,
  passedSchoolExam,
  type Requirement,
} from './requirements';

const fineKinds = ['美术', '书法'];
const otherKinds = Object.keys(artMajors).filter((kind) => !fineKinds.includes(kind));

interface ArtsBatch {
  readonly batch: string;
  readonly kinds: readonly string[];
  readonly majors: Readonly<Record<string, readonly string[]>>;
  readonly majorsPerKind: number;
  readonly lengthYears: number;
  readonly opensAt: (institution: DemoInstitution) => boolean;
  readonly schoolExam: boolean;
}

function teachesArts({ field, levels, name }: DemoInstitution, level: string): boolean {
  return levels.includes(level) && !/专升本|定向/.test(name) && ['general', 'teacher', 'art'].includes(field);
}

function isAcademy({ code }: DemoInstitution): boolean {
  return code >= '9900';
}

const undergraduate = { majors: artMajors, majorsPerKind: 2, lengthYears: 4, schoolExam: false };
const junior = { majors: juniorArtMajors, majorsPerKind: 2, lengthYears: 3, schoolExam: false };

const batches: readonly ArtsBatch[] = [
  {
    ...undergraduate,
    batch: 'arts-early',
    kinds: [...fineKinds, ...otherKinds],
    opensAt: isAcademy,
    schoolExam: true,
  },
  {
    ...undergraduate,
    batch: 'arts-a-fine',
    kinds: fineKinds,
    opensAt: (each) => isAcademy(each) || teachesArts(each, '1'),
  },
  {
    ...undergraduate,
    batch: 'arts-a-other',
    kinds: otherKinds,
    opensAt: (each) => isAcademy(each) || teachesArts(each, '1'),
  },
  { ...undergraduate, batch: 'arts-b-fine', kinds: fineKinds, opensAt: (each) => teachesArts(each, '2') },
  { ...undergraduate, batch: 'arts-b-other', kinds: otherKinds, opensAt: (each) => teachesArts(each, '2') },
  { ...junior, batch: 'junior-arts-fine', kinds: fineKinds, opensAt: (each) => teachesArts(each, '3') },
  { ...junior, batch: 'junior-arts-other', kinds: otherKinds, opensAt: (each) => teachesArts(each, '3') },
];

function drawExam(
  plan: ArtsBatch,
  institution: string,
  kind: string,
  random: Random,
): readonly Requirement[] {
  if (plan.schoolExam && random.chance(0.7)) {
    return [passedSchoolExam(institution, kind)];
  }
  const passed = passedProvincial(kind);
  return random.chance(0.1) ? [passed, artsScoreAtLeast(kind, random.pick([190, 200, 210]))] : [passed];
}

function drawKindOffers(
  plan: ArtsBatch,
  institution: DemoInstitution,
  kind: string,
  random: Random,
): readonly Offer[] {
  return random.sample(plan.majors[kind] ?? [], plan.majorsPerKind).map((majorName) => ({
    majorName,
    tracks: random.chance(0.9) ? ['1', '5'] : ['1'],
    quota: plan.schoolExam && random.chance(0.5) ? 0 : random.integer(1, 25),
    tuitionYuan: random.pick([8000, 9000, 10000, 12000]),
    lengthYears: plan.lengthYears,
    requirements: [
      ...drawExam(plan, institution.code, kind, random),
      ...(kind === '美术' && random.chance(0.5) ? [adviseColourVision] : []),
    ],
  }));
}

function listBatchEntries(plan: ArtsBatch): readonly PlanEntry[] {
  return listDemoInstitutions()
    .filter((institution) => plan.opensAt(institution))
    .flatMap((institution) => {
      const random = createRandom(`${plan.batch}/${institution.code}`);
      const kinds = random.sample(plan.kinds, random.integer(1, 3));
      const offers = kinds.flatMap((kind) => drawKindOffers(plan, institution, kind, random));
      return numberOffers(plan.batch, institution.code, offers);
    });
}

/** The arts batches, 本科 and 专科. Quota 0 stands for a national pool. */
export function listArtsEntries(): readonly PlanEntry[] {
  return batches.flatMap(listBatchEntries);
}
