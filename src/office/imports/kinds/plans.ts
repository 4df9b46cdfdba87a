import type { Knex } from 'knex';
import { listInstitutions } from '../../../domain/enrolment-plan/plan.repository';
import { nameCounties } from '../../../domain/places/place.repository';
import type { Batch, Condition, RulePack } from '../../../rules/pack/rule-pack';
import { listStagedBatches } from '../effects/effect.repository';
import { type ImportKind, type KindContext, listKeptColumns } from '../kind';
import type { RowReader } from '../row-reader';
import { fixedCode } from '../values/codes';
import { isSameName } from '../values/names';
import { text, wholeNumber } from '../values/plain-values';
import { type ReadValue, ValueFault } from '../values/value-fault';
import { nameTracks, oneOfPack } from './pack-names';
import { planColumns } from './plan-columns';
import { isUndecided, readLength, readQuota, readTuition } from './plan-figures';
import { createGroupReader, cutGroupCode, findRequirement, type ReadGroupFacts } from './plan-group-cells';
import { type GroupColumns, gatherGroups, listGroupChecks } from './plan-groups.repository';
import { readPlanList } from './plan-list';
import { createRemainderReader } from './plan-remainder';
import { inheritPlan, listRemainderChecks } from './plan-remainder.repository';
import { createRequirementReader } from './plan-requirements';
import { applyPlans, countPlans, planChecks, planStaging, weighPlans } from './plans.repository';
import { readSchoolKind } from './school-kind';

/**
 * 招生计划 of the year of the pack in force. The file is the whole plan of every batch that it names; other batches
 * stay as they are.
 */
export const plansKind: ImportKind = {
  code: 'plans',
  name: '招生计划',
  columns: planColumns,
  async prepare(transaction, context) {
    const { pack, has, remainder } = context;
    const { year } = pack;
    const columns = findGroupColumns(context);
    return {
      staging: planStaging,
      readRow: await createStagedReader(transaction, context),
      checks: [
        ...(remainder === undefined ? [] : listRemainderChecks(remainder, year)),
        ...planChecks,
        ...listGroupChecks(columns, listGroupedBatches(pack), year),
      ],
      async complete(open) {
        if (remainder !== undefined)
          await inheritPlan(open, year, remainder, has('planType') || has('enrolment'));
      },
      async count(open) {
        await gatherGroups(open, year, columns);
        return countPlans(open, year);
      },
      weigh: async (open) => ({
        existing: await weighPlans(open, year, listAudienceFacts(pack)),
        batches: await listStagedBatches(open),
      }),
      apply: (open) => applyPlans(open, year),
    };
  },
  readList(db, context) {
    const codes = listKeptColumns(this).map(({ code }) => code);
    return readPlanList(db, context, codes);
  },
};

/** The same of places that are left of one batch: what they do not say, the plan of that batch does. */
export const remainderKind: ImportKind = {
  ...plansKind,
  name: '剩余计划',
  columns: planColumns.map(({ required, ...column }) => ({
    ...column,
    ...(required === true && !['batch', 'majorName'].includes(column.code) && { required }),
  })),
};

const findGroupColumns = ({ has, remainder }: KindContext): GroupColumns => ({
  name: remainder !== undefined || has('groupName'),
  quota: has('groupQuota'),
  requirement: remainder !== undefined || has('requirement') || has('requirementCode'),
  note: remainder !== undefined || has('groupNote'),
});

const hasGroups = ({ sections }: Batch) =>
  sections.some(({ unit, combinedCode }) => unit === 'school+group' || combinedCode === true);

const listGroupedBatches = ({ batches }: RulePack) => batches.filter(hasGroups).map(({ code }) => code);

/** The fact that narrows the plan of each batch that has one. */
function listAudienceFacts({ batches }: RulePack): Readonly<Record<string, string>> {
  const narrowed = batches.flatMap(({ code, planAudienceFact }) =>
    planAudienceFact === null ? [] : [[code, planAudienceFact] as const],
  );
  return Object.fromEntries(narrowed);
}

/** A plan row as it is read; null where a column had to say something and says nothing that counts. */
export interface ReadPlanRow {
  readonly batch: string | null;
  readonly tracks: readonly string[] | null;
  readonly audience: string;
  readonly institution: string | null;
  readonly group: string;
  readonly major: string;
  readonly majorName: string | null;
  readonly post: string;
  readonly category: string;
  readonly planType: string;
  readonly quota: number | null;
  readonly tuitionYuan: number | null;
  readonly lengthYears: number | null;
  readonly note: string;
  readonly restrictions: readonly Condition[];
  /** What it says of its 专业组. */
  readonly said: ReadGroupFacts;
  /** 办学性质 and 院校类型 of its institution, '' where it does not say. */
  readonly schoolKind: readonly [ownership: string, schoolType: string];
}

async function createStagedReader(transaction: Knex.Transaction, context: KindContext) {
  const readRow = await createPlanReader(transaction, context);
  return (reader: RowReader) => {
    const row = readRow(reader);
    return [
      row.batch,
      row.tracks,
      row.audience,
      row.institution,
      row.group,
      row.major,
      row.majorName,
      row.post,
      row.category,
      row.planType,
      row.quota,
      row.tuitionYuan,
      row.lengthYears,
      row.note,
      JSON.stringify(row.restrictions),
      row.said.groupName,
      row.said.groupQuota,
      row.said.requirement,
      row.said.groupNote,
      ...row.schoolKind,
    ];
  };
}

/** Reads plan rows for the pack's year, by its institutions and by the counties that are known. */
export async function createPlanReader(
  transaction: Knex,
  { pack, onRepair, remainder }: Pick<KindContext, 'pack' | 'onRepair' | 'remainder'>,
): Promise<(row: RowReader) => ReadPlanRow> {
  const institutions = await listInstitutions(transaction, pack.year);
  const names = new Map(institutions.map(({ code, name }) => [code, name]));
  const groupShape = pack.codes.group ?? ({ length: 3, alphabet: 'alphanumeric' } as const);
  const readYear = wholeNumber(pack.year, pack.year);
  const read = {
    year: (found: string) => readYear(found.replace(/年(度)?$/, '')),
    province: readProvince(pack),
    batch: coded(oneOfPack(pack.batches, pack.listCodes?.batches)),
    tracks: nameTracks(pack),
    institution: fixedCode(pack.codes.institution, { known: new Set(names.keys()), onRepair }),
    group: fixedCode(groupShape, { onRepair }),
    major: fixedCode(pack.codes.major, { onRepair }),
    post: fixedCode(pack.codes.post ?? { length: 2, alphabet: 'alphanumeric' }, { onRepair }),
    planType: oneOfPack(pack.planTypes),
    majorName: text(200),
    short: text(30),
    note: text(2000),
  };
  const readRequirements = createRequirementReader(pack, await nameCounties(transaction));
  const readGroup = createGroupReader(pack);
  const readEnrolment = createEnrolmentReader(pack);
  const remaining = createRemainderReader(pack, remainder);
  const readName = (row: RowReader) =>
    remaining.readName(row, (found) => read.majorName(withDirection(found, row.text('direction'))));

  return (row: RowReader) => {
    row.take('year', read.year);
    row.take('province', read.province);
    const batchCode = remaining.readBatch(row, read.batch);
    const batch = pack.batches.find(({ code }) => code === batchCode) ?? null;
    const institution = row.need('institution', read.institution);
    const name = row.text('institutionName');
    if (institution !== null && name !== '' && !isSameName(names.get(institution) ?? '', name))
      row.refuse('institutionName', 'otherInstitutionName', names.get(institution) ?? '');
    const enrolment = readEnrolment(row);
    const planType = row.take('planType', read.planType) ?? enrolment.planType ?? defaultPlanType(pack);
    const saidType = remaining.pickType(row, planType);
    if (batch !== null) checkPlace(row, batch, saidType, pack.codes.group !== undefined);
    const tracks = row.need('tracks', read.tracks);
    remaining.checkTracks(row, tracks);
    const orEmpty = (column: string, readText: ReadValue<string>) => row.take(column, readText) ?? '';
    const group = orEmpty('group', (found) =>
      read.group(cutGroupCode(found, institution, groupShape.length)),
    );
    const said = readGroup(row, tracks, row.text('group') !== '');
    return {
      batch: batchCode,
      tracks,
      audience: orEmpty('audience', read.short),
      institution,
      group,
      major: orEmpty('major', read.major),
      majorName: readName(row),
      post: orEmpty('post', read.post),
      category: row.take('category', readCategory) ?? enrolment.category,
      planType,
      quota: row.need('quota', readQuota),
      tuitionYuan: isUndecided(row.text('tuition')) ? null : row.take('tuition', readTuition),
      lengthYears: row.take('length', readLength),
      note: noteOf(row, orEmpty('note', read.note), said.conditions),
      restrictions: readRequirements(row, said.conditions),
      said,
      schoolKind: readSchoolKind(row),
    };
  };
}

/** What a batch asks of its rows, and what it has no place for. */
function checkPlace(row: RowReader, batch: Batch, planType: string | null, knowsGroups: boolean): void {
  const { sections } = batch;
  const needs = (column: string, needed: boolean, unwanted: boolean) => {
    if (needed && row.text(column) === '') row.refuse(column, 'missing');
    else if (unwanted && row.text(column) !== '') row.refuse(column, 'notWanted', batch.name);
  };
  const hasMajors = sections.some(({ majors }) => majors.max > 0);
  const hasPosts = sections.some(({ unit }) => unit === 'school+major+post');
  needs('major', hasMajors, !hasMajors);
  // A row of 专业+院校 may say which group it belongs to.
  needs('group', hasGroups(batch), !knowsGroups);
  needs('post', hasPosts, !hasPosts);
  needs('audience', batch.planAudienceFact !== null, batch.planAudienceFact === null);
  if (planType !== null && !sections.some(({ planTypes }) => planTypes.includes(planType)))
    row.refuse('planType', 'notInBatch', batch.name);
}

function defaultPlanType({ planTypes }: RulePack): string {
  return (planTypes.find(({ code }) => code === 'ordinary') ?? planTypes[0])?.code ?? '';
}

/** A code that no list of the pack explains is told apart from a wrong name. */
const coded =
  (read: ReadValue<string>): ReadValue<string> =>
  (found) => {
    const value = read(found);
    return value instanceof ValueFault && /^[0-9A-Za-z]{1,3}$/.test(found)
      ? new ValueFault('unknownListCode', value.expected)
      : value;
  };

/** Rows of another province are no rows of this plan. */
function readProvince({ province }: RulePack): ReadValue<string> {
  const bare = (name: string) => name.replace(/(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/, '');
  return (found) => (bare(found) === bare(province) ? found : new ValueFault('otherProvince', province));
}

/** 招生类型: a plan type, or what is kept as 类别, such as 中外合作; kinds of candidates are neither. */
function createEnrolmentReader({ planTypes, candidateKinds }: RulePack) {
  const types = oneOfPack(planTypes);
  const kinds = oneOfPack(candidateKinds);
  return (row: RowReader): { readonly planType: string | null; readonly category: string } => {
    const found = row.text('enrolment').replace(/(招生)?计划$/, '');
    const planType = found === '' ? '' : types(found);
    if (typeof planType === 'string') return { planType: planType || null, category: '' };
    const isKind = typeof kinds(found) === 'string';
    return { planType: null, category: isKind ? '' : (row.take('enrolment', text(30)) ?? '') };
  };
}

/** 国际经济与贸易 with 数字贸易 beside it is 国际经济与贸易(数字贸易). */
function withDirection(name: string, direction: string): string {
  return direction === '' || name.includes(direction)
    ? name
    : `${name}(${direction.replace(/^[(（]|[)）]$/g, '')})`;
}

/** 类别: 普通 is the one that is not named. */
function readCategory(found: string): string | ValueFault {
  return found === '普通' ? '' : text(30)(found);
}

/** 学费待定, and what a row without group requires, are kept in 备注, where candidates read it. */
function noteOf(row: RowReader, note: string, conditions: readonly Condition[]): string {
  const undecided = row.text('tuition');
  const lines = note === '' ? [] : [note];
  if (isUndecided(undecided) && !note.includes(`学费${undecided}`)) lines.push(`学费${undecided}`);
  const asked = findRequirement(conditions)?.requirement;
  if (asked !== undefined && !/选考|选科/.test(note)) lines.push(`选科要求：${asked}`);
  return lines.join('\n');
}
