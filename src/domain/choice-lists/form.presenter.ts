import { listAgreed, listFormUndertakings } from '../../rules/filing/agreements';
import type { ChoiceList, SlotChoice } from '../../rules/filing/choice-list';
import { isSlotEmpty } from '../../rules/filing/normalise-choice-list';
import type { Batch, RulePack, Section } from '../../rules/pack/rule-pack';
import { agreementField, fieldName } from './choice-list.form';
import { describeLook, describeState, fillSlot, listFillings } from './filled-slot';
import { type Hint, NO_HINT } from './hint';
import type { ChoicePlan } from './past-of-choice';
import type { FieldPlace } from './slot-places';
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

/** Every field of a form with its value and what stands beside it. Nothing typed is left out. */
export function presentSections(
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
    grouped: isGrouped(section),
    long: isLong(section),
    lined: section.unit === 'school+major' && section.majors.max === 1 && isLong(section),
    slots: section.slotLabels
      .slice(0, countRows(section, choices))
      .map((_label, index) => presentSlot(plan, section, index + 1, choices[section.code]?.[index], byField)),
    moreRows: section.slots.max - countRows(section, choices),
  }));
}

const FEW_MAJORS = 2;

/** 院校, 专业组 and majors in one line. */
export const isGrouped = ({ unit, combinedCode, majors }: Section): boolean =>
  unit === 'school+group' && combinedCode !== true && majors.max > FEW_MAJORS;

/** Of so many choices that the form shows their numbers, and which of them are filled. */
export const isLong = ({ slots }: Section): boolean => slots.max > SHOWN_WHOLE;

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

/** Rows of a section that the form shows. */
export function countRows(section: Section, choices: ChoiceList): number {
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

const NO_FINDINGS_AT_ALL: Findings = new Map();

function presentSlot(
  plan: FormPlan,
  section: Section,
  number: number,
  typed: SlotChoice | undefined,
  byField: Findings = NO_FINDINGS_AT_ALL,
): SlotModel {
  const filled = fillSlot(plan, section, number, typed);
  const { places, choice, values } = filled;
  const hints = filled.hints.map((hint, at) =>
    withFindings(hint, byField.get(places.fields[at]?.name ?? '')),
  );
  const fields = places.fields.map(
    ({ name, label, kind, digits }, at): FieldModel => ({
      name,
      label,
      kind,
      digits,
      value: values[at] ?? '',
      hint: hints[at] ?? NO_HINT,
    }),
  );
  const adjustment =
    section.adjustment === 'none' ? null : presentAdjustment(section, number, choice, byField);
  const isPlain = adjustment === null || adjustment.hint.kind === 'none';
  return {
    id: places.id,
    state: describeState(filled, hints),
    moves: { up: number > 1, down: number < section.slots.max },
    title: places.title,
    fields,
    adjustment,
    fill: listFillings(values, hints),
    look: isPlain ? describeLook(filled, hints, adjustment !== null) : '',
  };
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
