import type { CandidateFacts, FactValue } from '../../rules/rule-pack';
import type { ColumnDefinition } from '../column';
import type { RowReader } from '../row-reader';
import { decimal, oneOf, text, wholeNumber, yesOrNo } from '../values/plain-values';
import { type ReadValue, ValueFault } from '../values/value-fault';

/** A fact of the rules' vocabulary with the column that it stands in. */
interface FactColumn extends ColumnDefinition {
  readonly read: ReadValue<FactValue>;
}

const words = (pairs: Readonly<Record<string, boolean>>) => oneOf(new Map(Object.entries(pairs)));
const county = (found: string) =>
  /^[1-9]\d{5}$/.test(found) ? found : new ValueFault('malformed', '6位县区代码');

const facts: readonly FactColumn[] = [
  {
    code: 'freshGraduate',
    heading: '应往届',
    synonyms: ['应届往届', '考生类型'],
    read: words({ 应届: true, 往届: false, 应届生: true, 往届生: false }),
  },
  { code: 'residenceCounty', heading: '户籍县区代码', synonyms: ['户籍所在县代码'], read: county },
  {
    code: 'residenceCountyName',
    heading: '户籍县区名称',
    synonyms: ['户籍所在县', '户籍县区'],
    read: text(60),
  },
  {
    code: 'residenceRural',
    heading: '户籍类别',
    synonyms: ['户口性质', '户籍性质'],
    read: words({ 农村: true, 城镇: false, 农业: true, 非农业: false, 城市: false }),
  },
  { code: 'married', heading: '婚姻状况', read: words({ 已婚: true, 未婚: false }) },
  { code: 'foreignLanguage', heading: '外语语种', synonyms: ['语种'], read: text(10) },
  { code: 'heightCm', heading: '身高', synonyms: ['身高(厘米)', '身高(CM)'], read: wholeNumber(80, 250) },
  { code: 'eyesight', heading: '裸眼视力', synonyms: ['视力'], read: decimal(3, 5.5, 1) },
  { code: 'colourVision', heading: '色觉', synonyms: ['辨色力'], read: text(10) },
  { code: 'vocationalCategory', heading: '对口专业类别', synonyms: ['对口类别', '专业类别'], read: text(20) },
  { code: 'registeredMajor', heading: '报考专业', synonyms: ['专升本报考专业'], read: text(30) },
  { code: 'defaulter', heading: '上年未履约', synonyms: ['未履行志愿约定'], read: yesOrNo },
];

export const factColumns: readonly ColumnDefinition[] = facts.map(({ read: _read, ...column }) => column);

/** Facts for which the file has a column; what it leaves blank is not known any more. */
export function listFactKeys(has: (column: string) => boolean): readonly string[] {
  return facts.map(({ code }) => code).filter(has);
}

/** Reads the facts of a row, the blank ones left out. */
export function createFactReader(has: (column: string) => boolean): (row: RowReader) => CandidateFacts {
  const present = facts.filter(({ code }) => has(code));
  return (row) => {
    const found: Record<string, FactValue> = {};
    for (const { code, read } of present) {
      const value = row.take(code, read);
      if (value !== null) found[code] = value;
    }
    return found;
  };
}
