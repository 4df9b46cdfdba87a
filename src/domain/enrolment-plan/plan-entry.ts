import type { PlanGroup } from '../../rules/filing/choice-list';
import type { Condition } from '../../rules/pack/rule-pack';

/** 院校 as the code list names it. `code` is text: leading zeros count. */
export interface Institution {
  readonly code: string;
  /** The full name with its suffix, such as 郑州大学(软件类): one university may hold several codes. */
  readonly name: string;
  readonly city: string;
  readonly province: string;
  /** 办学性质, such as 公办; left out or '' where no list says it. */
  readonly ownership?: string;
  /** 院校类型, such as 理工; the same. */
  readonly schoolType?: string;
}

/** A row that was taken out of the plan: its codes are known, and nobody can file it. */
export type WithdrawnRow = Pick<PlanEntry, 'batch' | 'tracks' | 'institution' | 'group' | 'major'> & {
  /** Null where it was not kept: the codes are gone for everybody. */
  readonly audience: string | null;
};

/**
 * One row of 招生计划. 专业代号 is unique only within (year, batch, 科类, audience, institution) and is
 * renumbered every year, so it is never a key across years.
 */
export interface PlanEntry {
  /** Batch code of the rule pack. */
  readonly batch: string;
  /** The 科类 this row is open to, one or more. */
  readonly tracks: readonly string[];
  /** 报考专业 (专升本) or 专业类别 (对口) whose candidates alone see the row; '' for everybody. */
  readonly audience: string;
  /** 院校代号. */
  readonly institution: string;
  /** 院校专业组; '' where the batch has none. */
  readonly group: string;
  /** 专业代号; '' where a choice has no 专业 (专升本). */
  readonly major: string;
  readonly majorName: string;
  /** 岗位; '' where the batch has none. */
  readonly post: string;
  /** 类别; '' is 普通. One choice uses rows of one 类别 only. */
  readonly category: string;
  /** Plan type of the rule pack: ordinary, directed-tibet and so on. */
  readonly planType: string;
  /** 计划数. 0 is a national pool without a provincial share and may be filled all the same. */
  readonly quota: number;
  /** Yuan a year; null where the plan does not say, 0 where it is free. */
  readonly tuitionYuan: number | null;
  readonly lengthYears: number | null;
  /** 备注 as printed. What of it can be checked stands in `restrictions` too. */
  readonly note: string;
  readonly restrictions: readonly Condition[];
}

/** A 院校专业组 of one batch and 科类 as it is kept; its majors are the plan rows that bear its code. */
export type StoredPlanGroup = PlanGroup & {
  readonly batch: string;
  readonly track: string;
};

/**
 * The row of a 专业代号 among those of an institution. Where no 专业组 was typed (专业+院校), the row is meant whatever
 * group it belongs to; one that belongs to none comes first.
 */
export function findChosenEntry(
  entries: readonly PlanEntry[],
  group: string,
  major: string,
): PlanEntry | undefined {
  const named = (one: PlanEntry) => one.major === major;
  const exact = entries.find((one) => one.group === group && named(one));
  return exact ?? (group === '' ? entries.find(named) : undefined);
}
