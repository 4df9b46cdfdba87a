import { decimal, listOf, oneOf, text, wholeNumber, yesOrNo } from '../values/plain-values';
import { chosenSubject, colourVision, languageName, spelledLike } from '../values/rule-names';
import { ValueFault } from '../values/value-fault';
import type { FactColumn } from './fact-column';

const words = (pairs: Readonly<Record<string, boolean>>) => oneOf(new Map(Object.entries(pairs)));
const county = (found: string) =>
  /^[1-9]\d{5}$/.test(found) ? found : new ValueFault('malformed', '6位县区代码');

/** What is known of a registered candidate beyond the columns of the table. */
export const registrationFacts: readonly FactColumn[] = [
  {
    code: 'freshGraduate',
    fact: 'freshGraduate',
    heading: '应往届',
    synonyms: ['应届往届', '考生类型'],
    read: words({ 应届: true, 往届: false, 应届生: true, 往届生: false }),
    words: ['应届', '往届'],
  },
  {
    code: 'residenceCounty',
    fact: 'residenceCounty',
    heading: '户籍县区代码',
    synonyms: ['户籍所在县代码'],
    read: county,
  },
  {
    code: 'residenceCountyName',
    fact: 'residenceCountyName',
    heading: '户籍县区名称',
    synonyms: ['户籍所在县', '户籍县区'],
    read: text(60),
  },
  {
    code: 'residenceRural',
    fact: 'residenceRural',
    heading: '户籍类别',
    synonyms: ['户口性质', '户籍性质'],
    read: words({ 农村: true, 城镇: false, 农业: true, 非农业: false, 城市: false }),
    words: ['农村', '城镇'],
  },
  {
    code: 'married',
    fact: 'married',
    heading: '婚姻状况',
    read: words({ 已婚: true, 未婚: false }),
    words: ['已婚', '未婚'],
  },
  {
    code: 'foreignLanguage',
    fact: 'foreignLanguage',
    heading: '外语语种',
    synonyms: ['语种'],
    read: languageName,
  },
  {
    code: 'heightCm',
    fact: 'heightCm',
    heading: '身高',
    synonyms: ['身高(厘米)', '身高(CM)'],
    read: wholeNumber(80, 250),
  },
  { code: 'eyesight', fact: 'eyesight', heading: '裸眼视力', synonyms: ['视力'], read: decimal(3, 5.5, 1) },
  { code: 'colourVision', fact: 'colourVision', heading: '色觉', synonyms: ['辨色力'], read: colourVision },
  {
    code: 'vocationalCategory',
    fact: 'vocationalCategory',
    heading: '对口专业类别',
    synonyms: ['对口类别', '专业类别'],
    read: text(20),
  },
  {
    code: 'registeredMajor',
    fact: 'registeredMajor',
    heading: '报考专业',
    synonyms: ['专升本报考专业'],
    read: text(30),
  },
  {
    code: 'firstSubject',
    fact: 'firstSubject',
    heading: '首选科目',
    synonyms: ['首选'],
    read: chosenSubject,
  },
  {
    code: 'electives',
    fact: 'electives',
    heading: '再选科目',
    synonyms: ['再选', '选考科目', '选科'],
    read: listOf(chosenSubject),
  },
  {
    code: 'defaulter',
    fact: 'defaulter',
    heading: '上年未履约',
    synonyms: ['未履行志愿约定'],
    read: yesOrNo,
  },
];

/**
 * The same, 对口专业类别 and 报考专业 in the spelling of the plan, where the plan is there: they are compared letter for
 * letter. One that the plan does not have stays as it is, and its candidate is 不具填报资格.
 * @param known the audiences of the plan by the fact that narrows it
 */
export function listRegistrationFacts(known: ReadonlyMap<string, readonly string[]>): readonly FactColumn[] {
  return registrationFacts.map((column) => {
    const names = known.get(column.fact);
    if (names === undefined) return column;
    const read = column.fact === 'registeredMajor' ? text(30) : text(20);
    return { ...column, read: spelledLike(names, read) };
  });
}
