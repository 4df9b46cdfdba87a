import type { PlanEntry } from '../../domain/enrolment-plan/plan-entry';
import { listNotes, presentCategory, presentTuition } from '../../domain/enrolment-plan/plan-entry.presenter';
import type { FoundInstitution, PlanFilter } from '../../domain/enrolment-plan/plan-search';
import { isFilterTooLong, MAX_FILTER, MAX_WORDS } from '../../domain/enrolment-plan/search-words';
import type { RulePack } from '../../rules/pack/rule-pack';
import { type PlanQuery, writePlanQuery } from './plan-filter.form';

/** Which buttons 选择 a page has; `sheet`: 加入草表 beside each row. */
export type PickKind = 'none' | 'institution' | 'major' | 'both' | 'sheet';

/** What the reader has to be told of a row: why they may not choose it, and what to mind. */
export interface Marks {
  readonly blocks: readonly string[];
  readonly warns: readonly string[];
}

interface EntryModel extends Marks {
  /** What 选择 sends. */
  readonly choice: string;
  /** [08]计算机科学与技术, with 专业组 and 岗位 where there are such. */
  readonly name: string;
  readonly category: string;
  readonly quota: number;
  readonly tuition: string;
  readonly length: string;
  readonly notes: readonly string[];
}

interface InstitutionModel {
  readonly code: string;
  readonly name: string;
  readonly city: string;
  /** 民办，理工; '' where no list says either. */
  readonly kind: string;
  readonly majors: number;
  readonly quota: number;
  /** Rows that the reader may not choose. */
  readonly refused: number;
  readonly open: boolean;
  /** Address that opens or closes it. */
  readonly toggle: string;
  /** Empty while it is closed. */
  readonly entries: readonly EntryModel[];
}

interface PagingModel {
  readonly page: number;
  readonly pages: number;
  readonly previous: string | null;
  readonly next: string | null;
  /** What 跳转 sends beside the page. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

interface RowsModel {
  readonly pick: PickKind;
  readonly institutions: readonly InstitutionModel[];
  /** Why a filter was not looked for; '' where it was. */
  readonly fault: string;
  /** The page's own address, for the way back to it. */
  readonly address: string;
  readonly openAll: string;
  readonly closeAll: string;
  readonly previous: string | null;
  readonly next: string | null;
  /** Rows on the page, closed ones too. */
  readonly weight: number;
}

export interface ResultsModel {
  readonly found: { readonly institutions: number; readonly rows: number };
  readonly paging: PagingModel;
  readonly rows: RowsModel;
}

type Others = Readonly<Record<string, string>>;

/** 上一页, 下一页 and 跳转; links are null at the ends. */
export function presentPaging(query: PlanQuery, pages: number, others: Others): PagingModel {
  const to = (page: number) => writePlanQuery({ ...query, page, open: null }, others);
  const { institution, major, page } = query;
  return {
    page,
    pages,
    previous: page > 1 ? to(page - 1) : null,
    next: page < pages ? to(page + 1) : null,
    fields: Object.entries({ ...others, institution, major }).map(([name, value]) => ({ name, value })),
  };
}

interface Shown {
  readonly pack: RulePack;
  readonly shown: readonly FoundInstitution[];
  /** Codes of institutions that stand open. */
  readonly open: readonly string[];
  /** One for each row of each institution; empty where nobody in particular reads. */
  readonly marks: readonly (readonly Marks[])[];
  readonly pick: PickKind;
  readonly query: PlanQuery;
  readonly pages: number;
  readonly others: Others;
  readonly fault: string;
}

/** Why a filter is not looked for: it is too long; '' where it is looked for. */
export function presentFilterFault({ institution, major }: PlanFilter): string {
  const names = [
    ...(isFilterTooLong(institution) ? ['院校名称'] : []),
    ...(isFilterTooLong(major) ? ['专业名称'] : []),
  ];
  if (names.length === 0) return '';
  return `${names.join('、')}过长，没有查询。请缩短到${MAX_FILTER}个字、${MAX_WORDS}个词以内，再查询。`;
}

/** Nothing to be told of; always this object. */
export const NO_MARKS: Marks = { blocks: [], warns: [] };

/** The institutions of a page, open ones with their rows. */
export function presentRows(page: Shown): RowsModel {
  const { shown, query, others, pick } = page;
  const at = (open: readonly string[]) => writePlanQuery({ ...query, open }, others);
  const { previous, next } = presentPaging(query, page.pages, others);
  return {
    pick,
    institutions: shown.map((found, index) => presentInstitution(page, found, page.marks[index] ?? [])),
    fault: page.fault,
    address: at(page.open),
    openAll: at(shown.map(({ institution }) => institution.code)),
    closeAll: at([]),
    previous,
    next,
    weight: shown.reduce((sum, { entries }) => sum + entries.length, 1),
  };
}

function presentInstitution(page: Shown, found: FoundInstitution, marks: readonly Marks[]): InstitutionModel {
  const { code, name, city, ownership = '', schoolType = '' } = found.institution;
  const open = page.open.includes(code);
  const toggled = open ? page.open.filter((one) => one !== code) : [...page.open, code];
  return {
    code,
    name,
    city,
    kind: [ownership, schoolType].filter((text) => text !== '').join('，'),
    majors: found.entries.length,
    quota: found.entries.reduce((sum, { quota }) => sum + quota, 0),
    refused: marks.filter(({ blocks }) => blocks.length > 0).length,
    open,
    toggle: `${writePlanQuery({ ...page.query, open: toggled }, page.others)}#i-${code}`,
    entries: open
      ? found.entries.map((entry, index) => presentEntry(page.pack, entry, marks[index] ?? NO_MARKS))
      : [],
  };
}

function presentEntry(pack: RulePack, entry: PlanEntry, marks: Marks): EntryModel {
  return {
    ...marks,
    choice: [entry.institution, entry.group, entry.major, entry.post].join('/'),
    name: presentEntryName(entry),
    category: presentCategory(pack, entry),
    quota: entry.quota,
    tuition: presentTuition(entry.tuitionYuan),
    length: entry.lengthYears === null ? '' : `${entry.lengthYears}年`,
    notes: listNotes(entry),
  };
}

/** [08]计算机科学与技术, with its 专业组 before and its 岗位 behind where the plan has them. */
export function presentEntryName({ group, major, majorName, post }: PlanEntry): string {
  const ofGroup = group === '' ? '' : `${group}组 `;
  const code = major === '' ? '' : `[${major}]`;
  return `${ofGroup}${code}${majorName}${post === '' ? '' : ` 岗位${post}`}`;
}
