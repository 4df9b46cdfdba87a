import { parseConditions } from '../../batches';
import type { Condition, RulePack } from '../../rules/rule-pack';
import type { ColumnDefinition } from '../column';
import type { RowReader } from '../row-reader';
import { date } from '../values/dates';
import { decimal, listOf, oneOf, text, yesOrNo } from '../values/plain-values';
import { ValueFault } from '../values/value-fault';

/** What a plan row may ask of candidates, in columns of its own; whatever else there is goes into 限制条件 as JSON. */
export const requirementColumns: readonly ColumnDefinition[] = [
  { code: 'sex', heading: '性别要求', synonyms: ['限招性别'] },
  { code: 'bornFrom', heading: '出生日期起', date: true },
  { code: 'bornTo', heading: '出生日期止', date: true },
  { code: 'fresh', heading: '只招应届' },
  { code: 'rural', heading: '只招农村户籍' },
  { code: 'minority', heading: '只招少数民族' },
  { code: 'counties', heading: '限招户籍县区代码' },
  { code: 'list', heading: '资格名单要求' },
  { code: 'total', heading: '最低总分' },
  { code: 'language', heading: '外语语种要求' },
  { code: 'conditions', heading: '限制条件', prose: true },
];

const SEXES = new Map([
  ['男', 'male'],
  ['女', 'female'],
]);

const readSex = oneOf(SEXES);
const readCounties = listOf((found) =>
  /^\d{6}$/.test(found) ? found : new ValueFault('malformed', '6位县区代码'),
);
const readTotal = decimal(1, 1000, 2);
const readLanguage = text(10);

type Test = Pick<Condition, 'field' | 'operator' | 'value'>;

const block = (test: Test, message: string): Condition => ({ ...test, severity: 'block', message });

/** Reads the conditions of a row: those that refuse say so by 只招, advice (外语语种) warns. */
export function createRequirementReader(pack: RulePack): (row: RowReader) => readonly Condition[] {
  const lists = oneOf(new Map(listListNames(pack).map((name) => [name, name])));
  return (row) => {
    const conditions: Condition[] = [];
    const add = <T>(value: T | null, describe: (value: T) => Condition) => {
      if (value !== null) conditions.push(describe(value));
    };
    add(row.take('sex', readSex), (value) =>
      block(
        { field: 'sex', operator: 'equals', value },
        value === 'male' ? '该专业只招男生' : '该专业只招女生',
      ),
    );
    add(row.take('bornFrom', date), (value) =>
      block({ field: 'bornOn', operator: 'atLeast', value }, `该专业只招${value}及以后出生的考生`),
    );
    add(row.take('bornTo', date), (value) =>
      block({ field: 'bornOn', operator: 'atMost', value }, `该专业只招${value}及以前出生的考生`),
    );
    const flag = (column: string, field: string, message: string) =>
      row.take(column, yesOrNo) === true
        ? conditions.push(block({ field, operator: 'equals', value: true }, message))
        : 0;
    flag('fresh', 'freshGraduate', '该专业只招应届高中毕业生');
    flag('rural', 'residenceRural', '该专业只招农村户籍考生');
    flag('minority', 'minority', '该专业只招少数民族考生');
    add(row.take('counties', readCounties), (value) =>
      block({ field: 'residenceCounty', operator: 'oneOf', value }, '该专业只招户籍在规定县（市、区）的考生'),
    );
    add(row.take('list', lists), (value) =>
      block({ field: 'lists', operator: 'contains', value }, `该专业只招具有${value}资格的考生`),
    );
    add(row.take('total', readTotal), (value) =>
      block({ field: 'totalScore', operator: 'atLeast', value }, `该专业要求高考总分不低于${value}分`),
    );
    add(row.take('language', readLanguage), (value) => ({
      ...block(
        { field: 'foreignLanguage', operator: 'equals', value },
        `非${value}语种考生不宜报考，请慎重填报`,
      ),
      severity: 'warn',
    }));
    conditions.push(...(row.take('conditions', readConditions) ?? []));
    return conditions;
  };
}

function readConditions(found: string): readonly Condition[] | ValueFault {
  try {
    const conditions = parseConditions(JSON.parse(found));
    if (conditions !== null) return conditions;
  } catch {
    // No JSON at all: the same fault.
  }
  return new ValueFault('malformed', '条件的JSON列表');
}

/** The lists that the batches and sections of a pack ask for (资格名单). */
export function listListNames(pack: RulePack): readonly string[] {
  const conditions = pack.batches.flatMap((batch) => [
    ...batch.eligibility,
    ...batch.sections.flatMap(({ eligibility }) => eligibility),
  ]);
  const named = conditions
    .filter(({ field }) => field === 'lists')
    .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
    .filter((value): value is string => typeof value === 'string');
  return [...new Set(named)];
}
