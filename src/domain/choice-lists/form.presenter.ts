import { listAgreed, listFormUndertakings } from '../../rules/filing/agreements';
import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { normaliseCode } from '../../rules/filing/codes';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch, RulePack, Section } from '../../rules/pack/rule-pack';
import { agreementField, fieldName, institutionText } from './choice-list.form';
import { hintCombined, hintGroup, hintInstitution, hintMajor, warnOfNearCodes } from './code-hint.presenter';
import { type Hint, NO_HINT } from './hint';
import type { ChoicePlan } from './past-of-choice';
import { type FieldPlace, findSlotPlaces } from './slot-places';
import type { ShownViolation } from './violation.presenter';

interface FieldModel extends FieldPlace {
  readonly value: string;
  readonly hint: Hint;
}

interface AdjustmentModel {
  readonly name: string;
  readonly value: 'agree' | 'refuse' | null;
  readonly hint: Hint;
}

interface SlotModel {
  readonly id: string;
  /** What 上移 and 下移 may do with the slot. */
  readonly moves: { readonly up: boolean; readonly down: boolean };
  readonly title: string;
  /** As the numbers above a long section show it. */
  readonly state: 'empty' | 'filled' | 'wrong';
  readonly fields: readonly FieldModel[];
  readonly adjustment: AdjustmentModel | null;
  /** Of each field the value, then the hint. */
  readonly fill: readonly (string | Hint)[];
  /** What else choices of the same place differ in, in one word; '' where something is red. */
  readonly look: string;
}

interface SectionModel {
  /** The section of the pack in force: what is kept of its look goes with it. */
  readonly layout: Section;
  readonly code: string;
  readonly label: string;
  readonly note: string;
  readonly hint: Hint;
  /** Lengths of the codes, said once for all fields: 院校代号, 专业组, 专业, 岗位; 0 where there is none. */
  readonly lengths: string;
  /** Where 院校代号 and 专业组 in one field are cut (Jiangsu); 0: they are not. */
  readonly split: number;
  /** Few fields a slot: names find room beside them. */
  readonly few: boolean;
  /** 院校, 专业组 and their majors in one line: fields stand close, and what is known of them beneath them all. */
  readonly grouped: boolean;
  /** Of so many choices that they are found, and moved, by their numbers. */
  readonly long: boolean;
  /** One 院校 and one 专业 of many choices: title, fields and names of a choice stand in one line. */
  readonly lined: boolean;
  readonly slots: readonly SlotModel[];
  /** Rows that can still be shown; 0 when all are. */
  readonly moreRows: number;
}

/** A 承诺书 as the form asks for it. */
interface AgreementModel {
  readonly field: string;
  readonly name: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly agreed: boolean;
  readonly hint: Hint;
}

/** The 承诺书 that a form asks to agree to, with what is agreed and what is said of it. */
export function presentAgreements(
  pack: RulePack,
  batch: Batch,
  choices: ChoiceList,
  violations: readonly ShownViolation[],
): readonly AgreementModel[] {
  const agreed = listAgreed(choices);
  const byField = groupByField(violations);
  return listFormUndertakings(pack, batch).map(({ planType, name, title, paragraphs }) => {
    const field = agreementField(planType);
    const hint = withFindings(NO_HINT, byField.get(field));
    return { field, name, title, paragraphs, agreed: agreed.includes(planType), hint };
  });
}

export type FormPlan = ChoicePlan;

/** Blank forms, one for each batch of the pack in force: most forms are opened blank, and all at the same hour. */
const blanks = new WeakMap<Batch, readonly SectionModel[]>();
const blank = new WeakSet<readonly SectionModel[]>();

/** Whether it is the form of a batch that nobody has filled in, which is the same object for all. */
export const isBlank = (sections: readonly SectionModel[]): boolean => blank.has(sections);

/**
 * Every field of a form with its value and what stands beside it. Nothing typed is left out. For a blank form of a
 * batch it is the same object each time, so that a view may keep what it made of it.
 */
export function presentSections(
  plan: FormPlan,
  choices: ChoiceList,
  violations: readonly ShownViolation[],
): readonly SectionModel[] {
  if (violations.length > 0 || Object.keys(choices).length > 0)
    return listSections(plan, choices, violations);
  const known = blanks.get(plan.batch);
  if (known !== undefined) return known;
  const sections = listSections(plan, choices, violations);
  blanks.set(plan.batch, sections);
  blank.add(sections);
  return sections;
}

function listSections(
  plan: FormPlan,
  choices: ChoiceList,
  violations: readonly ShownViolation[],
): readonly SectionModel[] {
  const byField = groupByField(violations);
  return plan.batch.sections.map((section) => ({
    layout: section,
    code: section.code,
    label: section.label,
    note: section.note ?? '',
    hint: withFindings(NO_HINT, byField.get(`${section.code}-section`)),
    ...describeCodes(plan.pack, section),
    few: section.majors.max <= FEW_MAJORS,
    grouped:
      section.unit === 'school+group' && section.combinedCode !== true && section.majors.max > FEW_MAJORS,
    long: section.slots.max > SHOWN_WHOLE,
    lined: section.unit === 'school+major' && section.majors.max === 1 && section.slots.max > SHOWN_WHOLE,
    slots: section.slotLabels
      .slice(0, countRows(section, choices))
      .map((_label, index) => presentSlot(plan, section, index + 1, choices[section.code]?.[index], byField)),
    moreRows: section.slots.max - countRows(section, choices),
  }));
}

const FEW_MAJORS = 2;

function describeCodes({ codes }: RulePack, { unit, combinedCode }: Section) {
  const group = codes.group?.length ?? 0;
  const combined = combinedCode === true;
  const lengths = [
    codes.institution.length + (combined ? group : 0),
    unit === 'school+group' && !combined ? group : 0,
    codes.major.length,
    unit === 'school+major+post' ? (codes.post?.length ?? 2) : 0,
  ];
  return { lengths: lengths.join(' '), split: combined ? codes.institution.length : 0 };
}

/** Up to so many slots a section shows all; a longer one shows what is filled and some rows beyond. */
const SHOWN_WHOLE = 12;
const ROWS_AT_FIRST = 6;
/** Rows that 增加志愿 adds. */
export const ROWS_ADDED = 5;

function countRows(section: Section, choices: ChoiceList): number {
  const { max } = section.slots;
  if (max <= SHOWN_WHOLE) return max;
  const slots = choices[section.code] ?? [];
  const filled = slots.findLastIndex((slot) => !isSlotEmpty(slot)) + 1;
  return Math.min(max, Math.max(ROWS_AT_FIRST, slots.length, filled + 1));
}

type Findings = ReadonlyMap<string, readonly ShownViolation[]>;

function groupByField(violations: readonly ShownViolation[]): Findings {
  const byField = new Map<string, ShownViolation[]>();
  for (const violation of violations) {
    const known = byField.get(violation.field);
    if (known === undefined) byField.set(violation.field, [violation]);
    else known.push(violation);
  }
  return byField;
}

const EMPTY: SlotChoice = { institution: '', group: '', majors: [], posts: [], adjustment: null };
const NO_FINDINGS_AT_ALL: Findings = new Map();

function presentSlot(
  plan: FormPlan,
  section: Section,
  number: number,
  choice: SlotChoice = EMPTY,
  byField: Findings = NO_FINDINGS_AT_ALL,
): SlotModel {
  const code = normaliseCode(choice.institution);
  const group = normaliseCode(choice.group);
  const places = findSlotPlaces(plan.pack, section, number);
  const show = (place: FieldPlace, value: string, hint: Hint): FieldModel => ({
    name: place.name,
    label: place.label,
    kind: place.kind,
    value,
    digits: place.digits,
    hint: withFindings(hint, byField.get(place.name)),
  });

  const fields = [
    show(
      places.institution,
      institutionText(section, choice),
      hintPlace(plan, section.combinedCode === true, choice),
    ),
  ];
  if (places.group !== null) fields.push(show(places.group, choice.group, hintGroup(plan, code, group)));
  for (const [at, place] of places.majors.entries()) {
    const typed = choice.majors[at] ?? '';
    fields.push(
      show(place, typed, code === '' ? NO_HINT : hintMajor(plan, code, group, normaliseCode(typed))),
    );
    const post = places.posts[at];
    if (post !== undefined) fields.push(show(post, choice.posts[at] ?? '', NO_HINT));
  }
  const adjustment =
    section.adjustment === 'none' ? null : presentAdjustment(section, number, choice, byField);
  return {
    id: places.id,
    state: fields.some(({ hint }) => hint.kind === 'error')
      ? 'wrong'
      : isSlotEmpty(choice)
        ? 'empty'
        : 'filled',
    moves: { up: number > 1, down: number < section.slots.max },
    title: places.title,
    fields,
    adjustment,
    fill: fields.flatMap(({ value, hint }) => [value, hint]),
    look: describeLook(fields, adjustment),
  };
}

/** Which fields have something beside them, and what is ticked. */
function describeLook(fields: readonly FieldModel[], adjustment: AdjustmentModel | null): string {
  const isPlain = adjustment === null || adjustment.hint.kind === 'none';
  if (!isPlain || fields.some(({ hint }) => hint.kind === 'error')) return '';
  const named = fields.map(({ hint }) => (hint.kind === 'none' ? '-' : '+')).join('');
  return `${fields[0]?.name} ${named} ${adjustment?.value ?? ''}`;
}

/** Beside 院校代号: the name, and codes that lie near it. */
function hintPlace(plan: FormPlan, combined: boolean, choice: SlotChoice): Hint {
  if (isSlotEmpty(choice)) return NO_HINT;
  const code = normaliseCode(choice.institution);
  const group = normaliseCode(choice.group);
  const hint = combined ? hintCombined(plan, code, group) : hintInstitution(plan, code);
  if (hint.kind !== 'name') return hint;
  const majors = choice.majors.map(normaliseCode);
  const warnings = warnOfNearCodes(plan.catalogue, plan.scope, code, majors, group);
  return warnings.length === 0 && hint.warnings.length === 0 ? hint : { ...hint, warnings };
}

function presentAdjustment(
  section: Section,
  number: number,
  choice: SlotChoice,
  byField: Findings,
): AdjustmentModel {
  const name = fieldName(section.code, number, 'adjustment');
  return { name, value: choice.adjustment, hint: withFindings(NO_HINT, byField.get(name)) };
}

const NO_FINDINGS: readonly ShownViolation[] = [];

/** Red before amber before the name: a name that stays stays beside its amber sentences. */
function withFindings(hint: Hint, findings: readonly ShownViolation[] = NO_FINDINGS): Hint {
  if (findings.length === 0) return hint;
  const refusals = findings.filter(({ severity }) => severity === 'block');
  const blocks = refusals.map(({ text }) => text);
  const [first] = refusals;
  const warns = findings.filter(({ severity }) => severity === 'warn').map(({ text }) => text);
  const warnings = [...hint.warnings, ...warns];
  if (blocks.length === 0)
    return { ...hint, warnings, kind: hint.kind === 'none' && warnings.length > 0 ? 'warn' : hint.kind };
  const named = hint.kind === 'name' ? `${hint.text} ` : '';
  const rule = first?.rule ?? '';
  return {
    ...hint,
    kind: 'error',
    text: `${named}${[...new Set(blocks)].join('')}`,
    city: '',
    rule,
    warnings,
  };
}
