import type { SlotRule } from '../pack/rule-pack';
import { checkRow } from './check-eligibility';
import { blockAt, type ChoiceContext, type ChosenRow, placeField, type ResolvedSlot } from './choice-context';
import type { PlanRow, Violation } from './choice-list';

/** One choice uses majors of one 类别 only, and 调剂 stays inside it (S12). */
function checkCategories({ rows }: ResolvedSlot): readonly Violation[] {
  const first = rows[0]?.row;
  if (first === undefined) return [];
  return rows
    .filter(({ row }) => row.category !== first.category)
    .map(({ row, at }) =>
      blockAt('categoriesMixed', at, { code: row.major, category: row.category, first: first.category }),
    );
}

/** 定向, 预科 and other plan types stand only in the sections made for them. */
function checkPlanType({ section }: ResolvedSlot, { row, at }: ChosenRow): readonly Violation[] {
  if (section.planTypes.includes(row.planType)) return [];
  return [
    blockAt('planTypeNotHere', at, {
      code: row.major,
      institution: row.institution,
      planType: row.planType,
      section: section.label,
    }),
  ];
}

function concerns(rule: SlotRule, row: PlanRow): boolean {
  const planType = rule.planType === undefined || rule.planType === row.planType;
  return planType && (rule.category === undefined || rule.category === row.category);
}

/** A plan type or 类别 that may stand in some slots only (Anhui: 高水平运动队 in slot 1). */
function checkSlotRules(slot: ResolvedSlot, rows: readonly ChosenRow[]): readonly Violation[] {
  return slot.section.slotRules
    .filter((rule) => !rule.onlySlots.includes(slot.number))
    .filter((rule) => rows.some(({ row }) => concerns(rule, row)))
    .map((rule) => blockAt('slotRule', placeField(slot, 'institution'), {}, rule.message));
}

function listDistinct(violations: readonly Violation[]): readonly Violation[] {
  return violations.filter(
    ({ code, message }, index) =>
      violations.findIndex((other) => other.code === code && other.message === message) === index,
  );
}

/**
 * Without 专业 fields any one row of the institution may be meant: one that meets everything is enough. Where none
 * does, what the rows that come furthest lack is told: plan type before slot rule before what a row asks.
 */
function checkAlternatives(slot: ResolvedSlot, context: ChoiceContext): readonly Violation[] {
  const steps: readonly ((chosen: ChosenRow) => readonly Violation[])[] = [
    (chosen) => checkPlanType(slot, chosen),
    (chosen) => checkSlotRules(slot, [chosen]),
    (chosen) => checkRow(chosen, context),
  ];
  let rows = slot.rows;
  for (const step of steps) {
    const findings = rows.map((chosen) => ({ chosen, violations: step(chosen) }));
    const open = findings.filter(
      ({ violations }) => !violations.some(({ severity }) => severity === 'block'),
    );
    if (open.length === 0) return listDistinct(findings.flatMap(({ violations }) => violations));
    const warnings = open.flatMap(({ violations }) => violations);
    if (step === steps.at(-1)) return listDistinct(warnings);
    rows = open.map(({ chosen }) => chosen);
  }
  return [];
}

/**
 * Whether the plan rows chosen by a slot may stand together, in this section and in this slot, and are open to this
 * candidate.
 */
export function checkChosenRows(slot: ResolvedSlot, context: ChoiceContext): readonly Violation[] {
  if (slot.rows.length === 0) return [];
  if (slot.section.majors.max === 0) return checkAlternatives(slot, context);
  return [
    ...checkCategories(slot),
    ...slot.rows.flatMap((chosen) => checkPlanType(slot, chosen)),
    ...checkSlotRules(slot, slot.rows),
    ...slot.rows.flatMap((chosen) => checkRow(chosen, context)),
  ];
}
