import type { PlanGroup, SubjectRequirement } from '../../rules/filing/choice-list';
import type { RulePack } from '../../rules/pack/rule-pack';

/** 化学, 化学和生物学, 化学或生物学; several by 、 before the last. */
export function joinSubjects(mode: SubjectRequirement['mode'], subjects: readonly string[]): string {
  const last = subjects.at(-1) ?? '';
  if (subjects.length < 2) return last;
  return `${subjects.slice(0, -1).join('、')}${mode === 'all' ? '和' : '或'}${last}`;
}

/** 选科要求：化学和生物学, or 不限. */
export function presentRequirement({ mode, subjects }: SubjectRequirement): string {
  return `选科要求：${subjects.length === 0 ? '不限' : joinSubjects(mode, subjects)}`;
}

/** 第101专业组; its code where the plan has no name for it. */
export function nameGroup({ code, name }: Pick<PlanGroup, 'code' | 'name'>): string {
  return name === '' ? `第${code}专业组` : name;
}

/** What decides about a group beside its name: 选科要求, plan types other than the ordinary one, places, 备注. */
export function presentGroupDetail(pack: Pick<RulePack, 'planTypes'>, group: PlanGroup): string {
  const [ordinary] = pack.planTypes;
  const types = group.planTypes
    .filter((code) => code !== ordinary?.code)
    .map((code) => pack.planTypes.find((type) => type.code === code)?.name ?? code);
  const quota = group.quota === null ? '' : `计划${group.quota}人`;
  return [presentRequirement(group.requirement), ...types, quota, group.note]
    .filter((word) => word !== '')
    .join('；');
}
