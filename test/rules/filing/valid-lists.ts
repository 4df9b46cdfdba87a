import fc from 'fast-check';
import type { ChoiceList, PlanRow, PlanView, SlotChoice } from '../../../src/rules/filing/choice-list';
import { normaliseChoiceList } from '../../../src/rules/filing/normalise-choice-list';
import type { Batch, CandidateFacts, CodeShape, RulePack, Section } from '../../../src/rules/pack/rule-pack';
import { block, planOf, planRow } from './filing';

/** Facts that meet every condition of the reference packs' batches and sections. */
export const FACTS: CandidateFacts = {
  fileState: '自由可投',
  lists: ['招飞合格', '国家专项', '地方专项', '高校专项', '高水平艺术团', '高水平运动队', '艺术校考合格'],
  artsProvincial: ['美术', '音乐'],
  freshGraduate: true,
  minority: true,
  totalScore: 700,
  sex: 'male',
  sportsScore: 120,
};

/** Where a generated list stands, with a plan in which it is right. */
export interface Layout {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly plan: PlanView;
}

const SCHOOLS = 110;
const MAJORS = 8;

function codeOf(number: number, shape: CodeShape): string {
  return String(number).padStart(shape.length, '0');
}

/** Eight majors that may be chosen, one of a foreign plan type, one that refuses the candidate. */
function listMajorRows(pack: RulePack, section: Section, school: string, group: string): PlanRow[] {
  const code = (number: number) => codeOf(number, pack.codes.major);
  const planType = section.planTypes[0] ?? '';
  const right = Array.from({ length: MAJORS }, (_, offset) =>
    planRow(school, code(offset + 1), { group, planType }),
  );
  if (section.majors.max === 0) return right.slice(0, 1);
  const restrictions = [block('sex', 'equals', 'female', '只招女生')];
  return [
    ...right,
    planRow(school, code(MAJORS + 1), { group, planType: 'elsewhere' }),
    planRow(school, code(MAJORS + 2), { group, planType, restrictions }),
  ];
}

function listGroups(pack: RulePack, section: Section): string[] {
  const shape = section.unit === 'school+group' ? pack.codes.group : undefined;
  return shape === undefined ? [''] : [codeOf(1, shape), codeOf(2, shape)];
}

/** Schools 1..110 are open in the first section of a batch, 201..310 in the second and so on. */
function listSchools(pack: RulePack, index: number): string[] {
  return Array.from({ length: SCHOOLS }, (_, school) =>
    codeOf(index * 200 + school + 1, pack.codes.institution),
  );
}

function listSectionRows(pack: RulePack, section: Section, index: number): PlanRow[] {
  return listSchools(pack, index).flatMap((school) =>
    listGroups(pack, section).flatMap((group) => listMajorRows(pack, section, school, group)),
  );
}

/** Major codes with a meaning of their own: one of a foreign plan type, one that refuses the candidate. */
export function getSpecialMajors(pack: RulePack): { foreign: string; refused: string } {
  const { major } = pack.codes;
  return { foreign: codeOf(MAJORS + 1, major), refused: codeOf(MAJORS + 2, major) };
}

export function layOut(pack: RulePack, batch: Batch): Layout {
  const rows = batch.sections.flatMap((section, index) => listSectionRows(pack, section, index));
  return { pack, batch, plan: planOf(rows) };
}

function slotOf(pack: RulePack, section: Section, institution: string): fc.Arbitrary<SlotChoice> {
  const codes = Array.from({ length: MAJORS }, (_, offset) => codeOf(offset + 1, pack.codes.major));
  const { min, max } = section.majors;
  return fc.record({
    institution: fc.constant(institution),
    group: fc.constantFrom(...listGroups(pack, section)),
    majors: fc.shuffledSubarray(codes, { minLength: min, maxLength: Math.min(max, MAJORS) }),
    posts: fc.constant([]),
    adjustment: section.adjustment === 'none' ? fc.constant(null) : fc.constantFrom('agree', 'refuse'),
  });
}

/** Each school once: a cap of everybody on schools or slots is met by as many slots. */
function countMost({ pack, batch }: Layout, section: Section): number {
  const caps = (pack.caps ?? []).filter(
    ({ fact, batches }) => fact === null && batches?.includes(batch.code),
  );
  return Math.min(section.slots.max, ...caps.map(({ max }) => max));
}

function slotsOf(layout: Layout, section: Section, index: number, min: number): fc.Arbitrary<SlotChoice[]> {
  const { pack } = layout;
  return fc
    .shuffledSubarray(listSchools(pack, index), { minLength: min, maxLength: countMost(layout, section) })
    .chain((chosen) => fc.tuple(...chosen.map((school) => slotOf(pack, section, school))));
}

/** Lists that a layout lets be saved: the first section filled, the others in order or empty. */
export function validList(layout: Layout): fc.Arbitrary<ChoiceList> {
  const sections = layout.batch.sections.map((section, index) => [
    section.code,
    slotsOf(layout, section, index, index === 0 ? 1 : 0),
  ]);
  const record: Record<string, fc.Arbitrary<SlotChoice[]>> = Object.fromEntries(sections);
  return fc.record(record).map((list) => normaliseChoiceList(layout.batch, list));
}
