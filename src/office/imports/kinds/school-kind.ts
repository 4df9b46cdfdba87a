import type { ColumnDefinition } from '../column';
import type { RowReader } from '../row-reader';
import { text } from '../values/plain-values';

/** 公办, 民办, 中外合作办学, …: of an institution, in its own list or beside each row of a plan. */
export const ownershipColumn: ColumnDefinition = {
  code: 'ownership',
  heading: '办学性质',
  synonyms: ['公私性质', '学校性质', '院校性质', '办学类型', '公办民办', '公民办'],
};

/** 综合, 理工, 师范, …. */
export const schoolTypeColumn: ColumnDefinition = {
  code: 'schoolType',
  heading: '院校类型',
  synonyms: ['学校类型', '院校类别', '学校类别', '高校类型'],
};

const read = text(30);

/** Other spellings of the same; whatever else a list says is kept as it says it. */
const SPELLINGS: Readonly<Record<string, string>> = {
  公立: '公办',
  国办: '公办',
  私立: '民办',
  中外合作: '中外合作办学',
};

/** 办学性质 and 院校类型 of a row, '' where it does not say. 理工类 is 理工. */
export function readSchoolKind(row: RowReader): readonly [ownership: string, schoolType: string] {
  const ownership = (row.take('ownership', read) ?? '').replace(/(院校|高校|大学|学校|本科|高职)$/, '');
  const schoolType = (row.take('schoolType', read) ?? '').replace(/(类|类院校|院校)$/, '');
  return [SPELLINGS[ownership] ?? ownership, schoolType];
}
