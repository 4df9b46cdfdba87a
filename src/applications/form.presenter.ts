import type { PlanCatalogue, PlanScope } from '../plans';
import type { ChoiceList, PlanView, SlotChoice } from '../rules/choice-list';
import { normaliseCode } from '../rules/codes';
import { isSlotEmpty } from '../rules/normalise-choice-list';
import type { Batch, RulePack, Section } from '../rules/rule-pack';
import { fieldName, institutionText } from './choice-list.form';
import { hintInstitution, hintMajor, warnOfNearCodes } from './code-hint.presenter';
import { type Hint, NO_HINT } from './hint';
import { findRuleAnchor } from './rule-anchor';
import { majorLabel, type ShownViolation, slotTitle } from './violation.presenter';

export interface FieldModel {
  readonly name: string;
  readonly label: string;
  readonly kind: 'institution' | 'group' | 'major' | 'post';
  readonly value: string;
  readonly length: number;
  /** Where a code of two parts is cut (Jiangsu); 0: it is one. */
  readonly split: number;
  readonly hint: Hint;
}

export interface AdjustmentModel {
  readonly name: string;
  readonly value: 'agree' | 'refuse' | null;
  readonly hint: Hint;
}

export interface SlotModel {
  readonly id: string;
  /** What 上移 and 下移 may do with the slot. */
  readonly moves: { readonly up: boolean; readonly down: boolean };
  readonly title: string;
  readonly fields: readonly FieldModel[];
  readonly adjustment: AdjustmentModel | null;
}

export interface SectionModel {
  readonly code: string;
  readonly label: string;
  readonly note: string;
  readonly hint: Hint;
  readonly slots: readonly SlotModel[];
  /** Rows that can still be shown; 0 when all are. */
  readonly moreRows: number;
}

export interface FormPlan {
  readonly pack: RulePack;
  readonly batch: Batch;
  readonly catalogue: PlanCatalogue;
  readonly scope: PlanScope;
}

/** Blank forms, one for each batch of the pack in force: most forms are opened blank, and all at the same hour. */
const blanks = new WeakMap<Batch, readonly SectionModel[]>();

/**
 * Every field of a form with its value and what stands beside it. Nothing typed is left out. For a blank form of a
 * batch it is the same object each time, so that a view may keep what it made of it.
 */
export function presentSections(
  plan: FormPlan,
  choices: ChoiceList,
  violations: readonly ShownViolation[],
): readonly SectionModel[] {
  const blank = violations.length === 0 && Object.keys(choices).length === 0;
  const known = blank ? blanks.get(plan.batch) : undefined;
  if (known !== undefined) return known;
  const sections = listSections(plan, choices, violations);
  if (blank) blanks.set(plan.batch, sections);
  return sections;
}

function listSections(
  plan: FormPlan,
  choices: ChoiceList,
  violations: readonly ShownViolation[],
): readonly SectionModel[] {
  const view = plan.catalogue.viewOf(plan.scope);
  const byField = groupByField(violations);
  return plan.batch.sections.map((section) => ({
    code: section.code,
    label: section.label,
    note: section.note ?? '',
    hint: withFindings(NO_HINT, byField.get(`${section.code}-section`)),
    slots: section.slotLabels
      .slice(0, countRows(section, choices))
      .map((_label, index) =>
        presentSlot(plan, view, section, index + 1, choices[section.code]?.[index], byField),
      ),
    moreRows: section.slots.max - countRows(section, choices),
  }));
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

function presentSlot(
  plan: FormPlan,
  view: PlanView,
  section: Section,
  number: number,
  choice: SlotChoice = EMPTY,
  byField: Findings = new Map(),
): SlotModel {
  const { pack } = plan;
  const code = normaliseCode(choice.institution);
  const group = normaliseCode(choice.group);
  const majors = choice.majors.map(normaliseCode);
  const empty = isSlotEmpty(choice);
  const field = (
    kind: FieldModel['kind'],
    label: string,
    value: string,
    length: number,
    hint: Hint,
    index?: number,
  ) => {
    const name = fieldName(section.code, number, kind, index);
    const split = kind === 'institution' && section.combinedCode === true ? pack.codes.institution.length : 0;
    return { name, label, kind, value, length, split, hint: withFindings(hint, byField.get(name)) };
  };

  const found = empty ? NO_HINT : hintInstitution(pack, view, code);
  const near = found.kind === 'name' ? warnOfNearCodes(plan.catalogue, plan.scope, code, majors) : [];
  const combined = section.combinedCode === true;
  const groupLength = pack.codes.group?.length ?? 0;
  const institution: readonly FieldModel[] = [
    field(
      'institution',
      combined ? '院校专业组代号' : '院校代号',
      institutionText(section, choice),
      pack.codes.institution.length + (combined ? groupLength : 0),
      { ...found, warnings: near },
    ),
  ];
  const groups =
    section.unit === 'school+group' && !combined
      ? [field('group', '专业组', choice.group, groupLength, NO_HINT)]
      : [];
  const numbers = Array.from({ length: section.majors.max }, (_none, index) => index + 1);
  const chosen = numbers.flatMap((at) => {
    const hint = code === '' ? NO_HINT : hintMajor(pack, view, code, group, majors[at - 1] ?? '');
    const major = field(
      'major',
      majorLabel(section, at),
      choice.majors[at - 1] ?? '',
      pack.codes.major.length,
      hint,
      at,
    );
    if (section.unit !== 'school+major+post') return [major];
    return [
      major,
      field('post', `岗位${at}`, choice.posts[at - 1] ?? '', pack.codes.post?.length ?? 2, NO_HINT, at),
    ];
  });
  return {
    id: `${section.code}-${number}`,
    moves: { up: number > 1, down: number < section.slots.max },
    title: slotTitle(section, number),
    fields: [...institution, ...groups, ...chosen],
    adjustment: section.adjustment === 'none' ? null : presentAdjustment(section, number, choice, byField),
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

/** Red before amber before the name: a name that stays stays beside its amber sentences. */
function withFindings(hint: Hint, findings: readonly ShownViolation[] = []): Hint {
  const refusals = findings.filter(({ severity }) => severity === 'block');
  const blocks = refusals.map(({ text }) => text);
  const [first] = refusals;
  const warns = findings.filter(({ severity }) => severity === 'warn').map(({ text }) => text);
  const warnings = [...hint.warnings, ...warns];
  if (blocks.length === 0)
    return { ...hint, warnings, kind: hint.kind === 'none' && warnings.length > 0 ? 'warn' : hint.kind };
  const named = hint.kind === 'name' ? `${hint.text} ` : '';
  const rule = first === undefined ? '' : findRuleAnchor(first.code);
  return { kind: 'error', text: `${named}${[...new Set(blocks)].join('')}`, city: '', rule, warnings };
}
