import { blockAt, placeField, type ResolvedSlot } from './choice-context';
import type { PlanRow, Violation } from './choice-list';
import type { SlotRule } from './rule-pack';

/** One choice uses majors of one 类别 only, and 调剂 stays inside it (domain.md §3). */
function checkCategories({ rows, section }: ResolvedSlot): readonly Violation[] {
  const first = rows[0]?.row;
  if (first === undefined || section.majors.max === 0) return [];
  return rows
    .filter(({ row }) => row.category !== first.category)
    .map(({ row, at }) =>
      blockAt('categoriesMixed', at, { code: row.major, category: row.category, first: first.category }),
    );
}

/** 定向, 预科 and other plan types stand only in the sections made for them. */
function checkPlanTypes({ rows, section }: ResolvedSlot): readonly Violation[] {
  const strangers = rows.filter(({ row }) => !section.planTypes.includes(row.planType));
  if (section.majors.max === 0 && strangers.length < rows.length) return [];
  return strangers.slice(0, section.majors.max === 0 ? 1 : strangers.length).map(({ row, at }) =>
    blockAt('planTypeNotHere', at, {
      code: row.major,
      institution: row.institution,
      planType: row.planType,
      section: section.label,
    }),
  );
}

function concerns(rule: SlotRule, row: PlanRow): boolean {
  const planType = rule.planType === undefined || rule.planType === row.planType;
  return planType && (rule.category === undefined || rule.category === row.category);
}

/** A plan type or 类别 that may stand in some slots only (Anhui: 高水平运动队 in slot 1). */
function checkSlotRules(slot: ResolvedSlot): readonly Violation[] {
  return slot.section.slotRules
    .filter((rule) => !rule.onlySlots.includes(slot.number))
    .filter((rule) => slot.rows.some(({ row }) => concerns(rule, row)))
    .map((rule) => blockAt('slotRule', placeField(slot, 'institution'), {}, rule.message));
}

/** Whether the plan rows chosen by a slot may stand together, in this section and in this slot. */
export function checkChosenRows(slot: ResolvedSlot): readonly Violation[] {
  return [...checkCategories(slot), ...checkPlanTypes(slot), ...checkSlotRules(slot)];
}
