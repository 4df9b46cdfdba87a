import type { DemoInstitution } from '../institutions';
import { juniorMajors } from '../majors/junior';
import { sportMajors } from '../majors/special';
import type { Offer } from '../plan/offers';
import { createRandom, type Random } from '../plan/random';
import { drawTuition } from '../plan/tuition';
import { drawUndergraduateOffers } from '../plan/undergraduate-offers';
import { drawUsualRequirements } from '../plan/usual-requirements';
import { type GroupDraft, type GroupedPlan, groupByRequirement, joinPlans, numberGroups } from './groups';
import { listInstitutions } from './institutions';
import { FREE, requirementOf } from './subjects';

/** Groups of some plan type that stand among the ordinary ones. */
interface SpecialGroup {
  readonly code?: string;
  readonly planType: string;
  readonly suffix: string;
  readonly share: number;
  readonly opensAt: (institution: DemoInstitution) => boolean;
}

const isPlain = ({ name }: DemoInstitution) => !name.includes('(');
const isOfFirstLevel = (one: DemoInstitution) => one.levels.includes('1') && isPlain(one);
const isOfHenan = (one: DemoInstitution) => one.province === '河南省' && isPlain(one);

const specials: readonly SpecialGroup[] = [
  { code: '301', planType: 'national-special', suffix: '(国家专项)', share: 0.5, opensAt: isOfFirstLevel },
  { code: 'G01', planType: 'university-special', suffix: '(高校专项)', share: 0.25, opensAt: isOfFirstLevel },
  { code: '302', planType: 'local-special', suffix: '(地方专项)', share: 0.6, opensAt: isOfHenan },
  { planType: 'directed-tibet', suffix: '(定向西藏就业)', share: 0.08, opensAt: isPlain },
  { code: '901', planType: 'sports-team', suffix: '(高水平运动队)', share: 0.1, opensAt: isOfFirstLevel },
];

function drawSpecialGroups(
  institution: DemoInstitution,
  ordinary: readonly Offer[],
  random: Random,
): readonly GroupDraft[] {
  return specials
    .filter(({ share, opensAt }) => opensAt(institution) && random.chance(share))
    .flatMap(({ code, planType, suffix }) => {
      const own = planType === 'sports-team' ? { tracks: ['1'] } : { tracks: ['5'] };
      const names =
        planType === 'sports-team'
          ? random.sample(sportMajors, 2)
          : random.sample(
              ordinary.filter(({ tracks }) => tracks.includes('5')).map(({ majorName }) => majorName),
              4,
            );
      const offers = names.map((name) => ({
        ...{ majorName: `${name}${suffix}`, quota: random.integer(1, 6), tuitionYuan: 5000, lengthYears: 4 },
        ...{ planType, ...own },
      }));
      const [track = ''] = own.tracks;
      const requirement = planType === 'sports-team' ? FREE : requirementOf(names[0] ?? '', track);
      return [{ ...(code === undefined ? {} : { code }), track, requirement, offers }];
    });
}

/** 少数民族预科, of both 科类, and 边防军人子女预科 at one institution of nationalities. */
function drawPreparatoryGroups(institution: DemoInstitution, random: Random): readonly GroupDraft[] {
  if (institution.field !== 'nation' && !random.chance(0.1)) return [];
  const border = institution.field === 'nation';
  const types = [
    ['preparatory', '少数民族预科班'],
    ...(border ? [['border-preparatory', '边防军人子女预科班']] : []),
  ];
  return types.flatMap(([planType = '', majorName = '']) =>
    ['1', '5'].map((track) => ({
      track,
      requirement: FREE,
      offers: [
        ...[{ majorName, planType, tracks: [track], quota: random.integer(1, 4), tuitionYuan: 4400 }].map(
          (offer) => ({ ...offer, lengthYears: 5, remark: '预科一年，结业合格后转入本科' }),
        ),
      ],
    })),
  );
}

/** 中外合作 majors stand in a group of their own, 广播电视编导 in 501. */
function drawOwnGroups(institution: DemoInstitution, random: Random): readonly GroupDraft[] {
  const joint = ['会计学(中外合作办学)', '计算机科学与技术(中外合作办学)', '土木工程(中外合作办学)'];
  const base = { lengthYears: 4, quota: 30 };
  const drafts: GroupDraft[] = [];
  if (isPlain(institution) && random.chance(0.35)) {
    const offers = random
      .sample(joint, 2)
      .map((majorName) => ({ ...base, majorName, tracks: ['5'], tuitionYuan: 33000, category: '中外合作' }));
    drafts.push({ track: '5', requirement: { mode: 'all', subjects: ['化学'] }, offers });
  }
  if (institution.field === 'art' || (institution.field === 'teacher' && random.chance(0.3)))
    drafts.push({
      ...{ code: '501', track: '1', requirement: FREE },
      offers: [{ ...base, majorName: '广播电视编导', tracks: ['1'], tuitionYuan: 9000 }],
    });
  return drafts;
}

function planUndergraduate(institution: DemoInstitution): GroupedPlan {
  const random = createRandom(`henan-2026/undergraduate/${institution.code}`);
  const counts = { liberal: random.integer(9, 16), science: random.integer(15, 24) };
  // A group is of one 类别.
  const offers = drawUndergraduateOffers(institution, counts, random).map((one) => ({
    ...one,
    category: '',
  }));
  const ofTrack = (track: string) => offers.filter(({ tracks }) => tracks.includes(track));
  return numberGroups('undergraduate', institution, [
    ...['1', '5'].flatMap((track) => groupByRequirement(track, ofTrack(track), requirementOf)),
    ...drawOwnGroups(institution, random),
    ...drawSpecialGroups(institution, offers, random),
    ...drawPreparatoryGroups(institution, random),
  ]);
}

function planJunior(institution: DemoInstitution): GroupedPlan {
  const random = createRandom(`henan-2026/junior/${institution.code}`);
  const draw = (track: string) =>
    random.sample(juniorMajors[institution.field], random.integer(8, 14)).map((majorName) => ({
      ...{ majorName, tracks: [track], quota: random.integer(2, 80), lengthYears: 3 },
      tuitionYuan: drawTuition(institution, random),
      requirements: drawUsualRequirements(majorName, random),
    }));
  const drafts = ['1', '5'].map((track) => ({ track, requirement: FREE, offers: draw(track) }));
  return numberGroups('junior', institution, drafts);
}

/** 征集: what was left of 普通本科批 at one institution in four, in its ordinary groups. */
function leaveOver({ entries, groups }: GroupedPlan): GroupedPlan {
  const batch = 'supplementary-undergraduate';
  const [first] = entries;
  if (first === undefined || !createRandom(`henan-2026/left/${first.institution}`).chance(0.25))
    return { entries: [], groups: [] };
  const left = entries
    .filter(({ planType }, index) => planType === 'ordinary' && index % 3 === 0)
    .map((entry) => ({ ...entry, batch, quota: Math.ceil(entry.quota / 10) }));
  const codes = new Set(left.map(({ group }) => group));
  const quotaOf = (code: string) =>
    left.filter(({ group }) => group === code).reduce((sum, { quota }) => sum + quota, 0);
  const kept = groups.filter(({ code }) => codes.has(code));
  return { entries: left, groups: kept.map((group) => ({ ...group, batch, quota: quotaOf(group.code) })) };
}

/** 普通本科批, 普通高职（专科）批 and the supplementary round, in groups. */
export function listGroupedPlan(): GroupedPlan {
  const teaching = listInstitutions().filter(({ field }) => !['military', 'police'].includes(field));
  const undergraduate = teaching.filter(({ levels }) => /[12]/.test(levels)).map(planUndergraduate);
  const junior = teaching.filter(({ levels }) => levels.includes('3')).map(planJunior);
  return joinPlans([...undergraduate, ...junior, ...undergraduate.map(leaveOver)]);
}
