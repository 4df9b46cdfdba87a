import type { RulePack } from '../../rules/pack/rule-pack';
import type { PlanEntry } from './plan-entry';

type Kind = Pick<PlanEntry, 'category' | 'planType'>;

/** 类别 and plan type in one: 普通 unless one of them says otherwise. */
export function presentCategory(pack: Pick<RulePack, 'planTypes'>, { category, planType }: Kind): string {
  const [ordinary] = pack.planTypes;
  const type = planType === ordinary?.code ? '' : pack.planTypes.find(({ code }) => code === planType)?.name;
  return [category, type ?? planType].filter((word) => word !== '').join('、') || ORDINARY;
}

const ORDINARY = '普通';

/** 5500元/年; '' where the plan does not say. */
export function presentTuition(yuan: number | null): string {
  if (yuan === null) return '';
  return yuan === 0 ? '免费' : `${yuan}元/年`;
}

/** 备注 as printed, which names what is checked too; the checked sentences alone where nothing was printed. */
export function listNotes({
  note,
  restrictions,
}: Pick<PlanEntry, 'note' | 'restrictions'>): readonly string[] {
  return note === '' ? restrictions.map(({ message }) => message) : [note];
}

/** What decides about a row beside its name: 类别 where it is not 普通, fee, 备注 (campus, 只招男生 and the like). */
export function presentEntryDetail(pack: Pick<RulePack, 'planTypes'>, entry: PlanEntry): string {
  const category = presentCategory(pack, entry);
  return [category === ORDINARY ? '' : category, presentTuition(entry.tuitionYuan), ...listNotes(entry)]
    .filter((word) => word !== '')
    .join('；');
}

/** Codes of the other rows of its institution (and 专业组) that bear the same name: 中外合作, another campus. */
export function listNamesakes(
  entries: readonly PlanEntry[],
  { group, major, majorName }: PlanEntry,
): readonly string[] {
  const others = entries.filter(
    (other) => other.group === group && other.major !== major && other.majorName === majorName,
  );
  return [...new Set(others.map((other) => other.major))];
}
