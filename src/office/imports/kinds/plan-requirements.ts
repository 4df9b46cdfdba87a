import { parseConditions } from '../../../domain/rule-packs/rule-pack.schema';
import { formatDate } from '../../../infrastructure/format-time';
import type { Condition, RulePack } from '../../../rules/pack/rule-pack';
import type { ColumnDefinition } from '../column';
import type { RowReader } from '../row-reader';
import { date } from '../values/dates';
import { decimal, listOf, oneOf, yesOrNo } from '../values/plain-values';
import { languageName } from '../values/rule-names';
import { type ReadValue, ValueFault } from '../values/value-fault';
import { findRequirement } from './plan-group-cells';

/** What a plan row may ask of candidates, in columns of its own; whatever else there is goes into 限制条件 as JSON. */
export const requirementColumns: readonly ColumnDefinition[] = [
  { code: 'sex', heading: '性别要求', synonyms: ['限招性别'] },
  { code: 'bornFrom', heading: '出生日期起', date: true },
  { code: 'bornTo', heading: '出生日期止', date: true },
  { code: 'fresh', heading: '只招应届' },
  { code: 'rural', heading: '只招农村户籍' },
  { code: 'minority', heading: '只招少数民族' },
  { code: 'counties', heading: '限招户籍县区代码', synonyms: ['限招户籍县区'] },
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
/** Counties by their codes, or by names that are known. */
const readCounties = (counties: ReadonlyMap<string, string>) => {
  const codes = new Map([...counties].map(([code, name]) => [name, code]));
  return listOf((found) =>
    /^\d{6}$/.test(found)
      ? found
      : (codes.get(found) ??
        new ValueFault('malformed', '县（市、区）名称或6位县区代码，几个之间用顿号隔开')),
  );
};
const readTotal = decimal(1, 1000, 2);

type Test = Pick<Condition, 'field' | 'operator' | 'value'>;

const block = (test: Test, message: string): Condition => ({ ...test, severity: 'block', message });

/** How one column becomes a condition, and what was in it of a condition that is exactly that; null of another. */
interface RequirementColumn {
  readonly code: string;
  read(row: RowReader): Condition | null;
  write(condition: Condition): string | null;
}

function column<T>(
  code: string,
  read: ReadValue<T>,
  describe: (value: T) => Condition,
  show: (value: Condition['value']) => string | null,
): RequirementColumn {
  return {
    code,
    read(row) {
      const value = row.take(code, read);
      return value === null ? null : describe(value);
    },
    write(condition) {
      const text = show(condition.value);
      const value = text === null ? null : read(text);
      if (text === null || value === null || value instanceof ValueFault) return null;
      return isSame(describe(value), condition) ? text : null;
    },
  };
}

function flag(code: string, field: string, message: string): RequirementColumn {
  const condition = block({ field, operator: 'equals', value: true }, message);
  return {
    code,
    read: (row) => (row.take(code, yesOrNo) === true ? condition : null),
    write: (found) => (isSame(condition, found) ? '是' : null),
  };
}

/** The same condition, whatever the order of its keys. */
function isSame(one: Condition, other: Condition): boolean {
  const text = ({ field, operator, value, severity, when, message }: Condition) =>
    JSON.stringify([field, operator, value, severity, when ?? null, message]);
  return text(one) === text(other);
}

const showText = (value: Condition['value']) => (typeof value === 'string' ? value : null);
const showNumber = (value: Condition['value']) => (typeof value === 'number' ? String(value) : null);
const showSex = (value: Condition['value']) => [...SEXES].find(([, code]) => code === value)?.[0] ?? null;
const showList = (value: Condition['value']) => (Array.isArray(value) ? value.join('、') : null);

/** The columns in the order in which their conditions stand. */
function listColumns(pack: RulePack, counties: ReadonlyMap<string, string>): readonly RequirementColumn[] {
  const lists = oneOf(new Map(listListNames(pack).map((name) => [name, name])));
  return [
    column(
      'sex',
      readSex,
      (value) =>
        block(
          { field: 'sex', operator: 'equals', value },
          value === 'male' ? '该专业只招男生' : '该专业只招女生',
        ),
      showSex,
    ),
    column(
      'bornFrom',
      date,
      (value) =>
        block(
          { field: 'bornOn', operator: 'atLeast', value },
          `该专业只招${formatDate(value)}及以后出生的考生`,
        ),
      showText,
    ),
    column(
      'bornTo',
      date,
      (value) =>
        block(
          { field: 'bornOn', operator: 'atMost', value },
          `该专业只招${formatDate(value)}及以前出生的考生`,
        ),
      showText,
    ),
    flag('fresh', 'freshGraduate', '该专业只招应届高中毕业生'),
    flag('rural', 'residenceRural', '该专业只招农村户籍考生'),
    flag('minority', 'minority', '该专业只招少数民族考生'),
    column(
      'counties',
      readCounties(counties),
      (value) =>
        block(
          { field: 'residenceCounty', operator: 'oneOf', value },
          '该专业只招户籍在规定县（市、区）的考生',
        ),
      showList,
    ),
    column(
      'list',
      lists,
      (value) => block({ field: 'lists', operator: 'contains', value }, `该专业只招具有${value}资格的考生`),
      showText,
    ),
    column(
      'total',
      readTotal,
      (value) =>
        block({ field: 'totalScore', operator: 'atLeast', value }, `该专业要求高考总分不低于${value}分`),
      showNumber,
    ),
    column(
      'language',
      languageName,
      (value) => ({
        ...block(
          { field: 'foreignLanguage', operator: 'equals', value },
          `非${value}语种考生不宜报考，请慎重填报`,
        ),
        severity: 'warn',
      }),
      showText,
    ),
  ];
}

/** Reads the conditions of a row: those that refuse say so by 只招, advice (外语语种) warns. */
export function createRequirementReader(
  pack: RulePack,
  counties: ReadonlyMap<string, string>,
): (row: RowReader, subjects: readonly Condition[]) => readonly Condition[] {
  const columns = listColumns(pack, counties);
  return (row, subjects) => [
    ...columns.flatMap((one) => one.read(row) ?? []),
    ...subjects,
    ...(row.take('conditions', readConditions) ?? []),
  ];
}

/**
 * Writes a row's conditions into cells, by column: read again they are the same conditions in the same order. What no
 * column holds, and all behind it, stands in 限制条件 as JSON. Of a row without group (`bySubjects`) its 选科要求 are
 * conditions too, behind those of the columns.
 */
export function createRequirementWriter(
  pack: RulePack,
): (conditions: readonly Condition[], bySubjects: boolean) => Readonly<Record<string, string>> {
  const columns = listColumns(pack, new Map());
  return (conditions, bySubjects) => {
    const cells: Record<string, string> = {};
    let next = 0;
    const rest = conditions.slice();
    while (rest[0] !== undefined) {
      const [condition] = rest;
      const at = columns.findIndex((one, index) => index >= next && one.write(condition) !== null);
      const found = columns[at];
      if (found === undefined) break;
      cells[found.code] = found.write(condition) ?? '';
      next = at + 1;
      rest.shift();
    }
    const subjects = bySubjects ? findRequirement(rest) : null;
    if (subjects !== null) {
      cells.requirement = subjects.requirement;
      rest.splice(0, subjects.count);
    }
    if (rest.length > 0) cells.conditions = JSON.stringify(rest);
    return cells;
  };
}

/**
 * The same for a person to change: each condition in its own column wherever it stands, and those that none holds. Read
 * again they are the same conditions, in the order of the columns.
 */
export function sortRequirements(
  conditions: readonly Condition[],
  pack: RulePack,
): { readonly cells: Readonly<Record<string, string>>; readonly others: readonly Condition[] } {
  const columns = listColumns(pack, new Map());
  const cells: Record<string, string> = {};
  const others = conditions.filter((condition) => {
    const found = columns.find(({ code, write }) => cells[code] === undefined && write(condition) !== null);
    if (found !== undefined) cells[found.code] = found.write(condition) ?? '';
    return found === undefined;
  });
  return { cells, others };
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
  return listAskedNames(pack, 'lists');
}

/** The texts with which the conditions of a pack's batches and sections compare a fact. */
export function listAskedNames(pack: RulePack, fact: string): readonly string[] {
  const conditions = pack.batches.flatMap((batch) => [
    ...batch.eligibility,
    ...batch.sections.flatMap(({ eligibility }) => eligibility),
  ]);
  const named = conditions
    .filter(({ field }) => field === fact)
    .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
    .filter((value): value is string => typeof value === 'string');
  return [...new Set(named)];
}
