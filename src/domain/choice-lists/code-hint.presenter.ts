import type { ViolationCode } from '../../rules/filing/choice-list';
import { isWellFormedCode } from '../../rules/filing/codes';
import type { RulePack } from '../../rules/pack/rule-pack';
import { listNearCodes, type NearCode } from '../enrolment-plan/near-codes';
import type { PastLowest } from '../enrolment-plan/past-lowest';
import { presentPastLowest } from '../enrolment-plan/past-lowest.presenter';
import type { PlanCatalogue, PlanScope } from '../enrolment-plan/plan-catalogue';
import { findChosenEntry, type PlanEntry } from '../enrolment-plan/plan-entry';
import { listNamesakes, presentEntryDetail } from '../enrolment-plan/plan-entry.presenter';
import { nameGroup, presentGroupDetail } from '../enrolment-plan/plan-group.presenter';
import { type Hint, NO_HINT } from './hint';
import { findHint, GROUPS, ITSELF, keepHint } from './kept-hints';
import { type ChoicePlan, findPastOfGroup, findPastOfMajor } from './past-of-choice';
import { findRuleAnchor } from './rule-anchor';
import { presentSentence } from './violation.presenter';

const institutionElsewhere = {
  withdrawn: 'institutionWithdrawn',
  otherBatch: 'institutionOtherBatch',
  otherTrack: 'institutionOtherTrack',
  otherAudience: 'institutionOtherAudience',
} as const;

const groupElsewhere = {
  withdrawn: 'groupWithdrawn',
  otherBatch: 'groupOtherBatch',
  otherTrack: 'groupOtherTrack',
  otherAudience: 'groupOtherAudience',
} as const;

const majorElsewhere = {
  withdrawn: 'majorWithdrawn',
  otherBatch: 'majorOtherBatch',
  otherTrack: 'majorOtherTrack',
  otherAudience: 'majorOtherAudience',
} as const;

function redHint(code: ViolationCode, values: Record<string, string | number> = {}): Hint {
  return { ...NO_HINT, kind: 'error', text: presentSentence({ code, values }), rule: findRuleAnchor(code) };
}

/** Name and city of a 院校代号, or why it cannot be chosen here; what depends on the person is not said. */
export function hintInstitution(plan: ChoicePlan, code: string): Hint {
  if (code === '') return NO_HINT;
  return findHint(plan, code, ITSELF, '') ?? keepHint(plan, [code, ITSELF, ''], readInstitution(plan, code));
}

function readInstitution(plan: ChoicePlan, code: string): Hint {
  const { length } = plan.pack.codes.institution;
  if (!isWellFormedCode(code, plan.pack.codes.institution)) {
    return redHint('institutionMalformed', { length, code });
  }
  const view = plan.catalogue.viewOf(plan.scope);
  const institution = view.findInstitution(code);
  if (institution !== null)
    return {
      ...NO_HINT,
      kind: 'name',
      text: institution.name,
      city: institution.city,
      ...describeWhole(plan, code),
    };
  const elsewhere = view.whereElse(code);
  if (elsewhere === null) return redHint('institutionUnknown');
  return { ...redHint(institutionElsewhere[elsewhere]), detail: describeElsewhere(plan, code) };
}

const BATCHES_NAMED = 3;

/** The name behind a code that cannot be chosen here, and where this 科类 may file it. */
function describeElsewhere({ pack, catalogue, scope }: ChoicePlan, code: string): string {
  const name = catalogue.findInstitution(code)?.name ?? '';
  const batches = pack.batches
    .filter((batch) => catalogue.viewOf({ ...scope, batch: batch.code }).findInstitution(code) !== null)
    .map((batch) => batch.name);
  const told = batches.slice(0, BATCHES_NAMED).join('、');
  const more = batches.length > BATCHES_NAMED ? '等' : '';
  return batches.length === 0 ? name : `${name}：可以填报的批次是${told}${more}`;
}

/** Where a choice has no 专业 fields, what decides about its rows stands beside the institution. */
function describeWhole(plan: ChoicePlan, code: string): Pick<Hint, 'detail' | 'asks'> {
  if (plan.batch.sections.some(({ majors }) => majors.max > 0)) return { detail: '', asks: false };
  const entries = plan.catalogue.listEntries(plan.scope, code);
  const rows = entries.map((entry) =>
    [entry.majorName, presentEntryDetail(plan.pack, entry)].filter((word) => word !== '').join('：'),
  );
  return { detail: rows.join('　'), asks: entries.some((entry) => asksOfPerson(plan.pack, entry)) };
}

function asksOfPerson(pack: RulePack, { restrictions, planType, category }: PlanEntry): boolean {
  return restrictions.length > 0 || category !== '' || planType !== pack.planTypes[0]?.code;
}

/** What decides, and who was admitted last the year before. */
const joinDetail = (detail: string, past: PastLowest | null) =>
  [detail, presentPastLowest(past)].filter((part) => part !== '').join('；');

/** Name and 选科要求 of a 专业组 of an institution, or why it cannot be chosen here. */
export function hintGroup(plan: ChoicePlan, institution: string, code: string): Hint {
  if (code === '') return NO_HINT;
  return (
    findHint(plan, institution, GROUPS, code) ??
    keepHint(plan, [institution, GROUPS, code], readGroup(plan, institution, code))
  );
}

function readGroup(plan: ChoicePlan, institution: string, code: string): Hint {
  const { pack, catalogue, scope } = plan;
  const shape = pack.codes.group;
  if (shape === undefined) return NO_HINT;
  if (!isWellFormedCode(code, shape)) return redHint('groupMalformed', { length: shape.length });
  const view = catalogue.viewOf(scope);
  if (view.findInstitution(institution) === null) return NO_HINT;
  const group = view.findGroup(institution, code);
  if (group !== null) {
    const { subjects } = group.requirement;
    return {
      ...NO_HINT,
      kind: 'name',
      text: nameGroup(group),
      detail: joinDetail(presentGroupDetail(pack, group), findPastOfGroup(plan, institution, code)),
      asks: subjects.length > 0,
    };
  }
  const elsewhere = view.whereElseGroup(institution, code);
  return redHint(elsewhere === null ? 'groupUnknown' : groupElsewhere[elsewhere]);
}

/** Where institution and 专业组 are typed as one: both names, or what is wrong with either. */
export function hintCombined(plan: ChoicePlan, code: string, group: string): Hint {
  const institution = hintInstitution(plan, code);
  const ofGroup = hintGroup(plan, code, group);
  if (institution.kind !== 'name' || ofGroup.kind === 'none') return institution;
  if (ofGroup.kind === 'error') return ofGroup;
  return {
    ...institution,
    text: `${institution.text} ${ofGroup.text}`,
    detail: ofGroup.detail,
    asks: ofGroup.asks,
  };
}

/** Name of a 专业代号 at an institution (and group) with what decides, or why it cannot be chosen here. */
export function hintMajor(plan: ChoicePlan, institution: string, group: string, code: string): Hint {
  if (code === '') return NO_HINT;
  return (
    findHint(plan, institution, group, code) ??
    keepHint(plan, [institution, group, code], readMajor(plan, institution, group, code))
  );
}

function readMajor(plan: ChoicePlan, institution: string, group: string, code: string): Hint {
  const { pack, catalogue, scope } = plan;
  const { length } = pack.codes.major;
  if (!isWellFormedCode(code, pack.codes.major)) return redHint('majorMalformed', { length });
  const entries = catalogue.listEntries(scope, institution);
  const entry = findChosenEntry(entries, group, code);
  if (entry !== undefined)
    return {
      ...NO_HINT,
      kind: 'name',
      text: entry.majorName,
      detail: joinDetail(presentEntryDetail(pack, entry), findPastOfMajor(plan, entry)),
      asks: asksOfPerson(pack, entry),
      warnings: warnOfNamesakes(listNamesakes(entries, entry)),
    };
  const elsewhere = catalogue.viewOf(scope).whereElseMajor(institution, group, code);
  const other = entries.find((one) => one.major === code)?.group;
  if (other !== undefined && elsewhere !== 'withdrawn') return redHint('majorOtherGroup', { group: other });
  return redHint(elsewhere === null ? 'majorUnknown' : majorElsewhere[elsewhere]);
}

function warnOfNamesakes(codes: readonly string[]): readonly string[] {
  return codes.length === 0 ? [] : [`同名专业还有${codes.map((code) => `[${code}]`).join('')}`];
}

/** Amber sentences about codes near this one (domain §3). */
export function warnOfNearCodes(
  catalogue: PlanCatalogue,
  scope: PlanScope,
  institution: string,
  majors: readonly string[],
  group = '',
): readonly string[] {
  const near = listNearCodes(catalogue, scope, institution, majors, group);
  const others = near.filter(({ kind }) => kind === 'majorsStandThere');
  const told = others.length > MOST_NEAR ? near.filter((one) => !others.includes(one)) : near;
  return told.map(presentNearCode);
}

/** Where codes lie close together, ten of them differ in one digit: none of them is a hint then. */
const MOST_NEAR = 3;

function presentNearCode({ kind, institution, group }: NearCode): string {
  if (kind === 'majorsStandInGroup')
    return `您填写的专业代号在本校${group}专业组都存在，请核对专业组代号是否输错。`;
  const named = `[${institution.code}]${institution.name}`;
  return kind === 'majorsStandThere'
    ? `您填写的专业代号在${named}都存在，请核对院校代号是否输错。`
    : `同一所学校在本批次还有${named}，请核对院校代号。`;
}
