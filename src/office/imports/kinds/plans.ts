import type { Knex } from 'knex';
import { listInstitutions } from '../../../domain/enrolment-plan/plan.repository';
import { nameCounties } from '../../../domain/places/place.repository';
import type { Batch, Condition, RulePack } from '../../../rules/pack/rule-pack';
import { listStagedBatches } from '../effects/effect.repository';
import type { ImportKind, KindContext } from '../kind';
import type { RowReader } from '../row-reader';
import { fixedCode } from '../values/codes';
import { isSameName } from '../values/names';
import { text, wholeNumber } from '../values/plain-values';
import type { ReadValue, ValueFault } from '../values/value-fault';
import { nameTracks, oneOfPack } from './pack-names';
import { isUndecided, readLength, readQuota, readTuition } from './plan-figures';
import { readPlanList } from './plan-list';
import { createRequirementReader, requirementColumns } from './plan-requirements';
import { applyPlans, countPlans, planChecks, planStaging, weighPlans } from './plans.repository';

/**
 * 招生计划 of the year of the pack in force. The file is the whole plan of every batch that it names; other batches
 * stay as they are.
 */
export const plansKind: ImportKind = {
  code: 'plans',
  name: '招生计划',
  columns: [
    { code: 'year', heading: '年度', synonyms: ['年份'] },
    {
      code: 'batch',
      heading: '批次',
      synonyms: ['批次名称', '录取批次', '批次代号', '批次代码'],
      required: true,
    },
    { code: 'tracks', heading: '科类', synonyms: ['科类名称', '科类代号', '计划科类'], required: true },
    { code: 'audience', heading: '限报类别', synonyms: ['报考专业', '专业类别', '对口类别'] },
    {
      code: 'institution',
      heading: '院校代号',
      synonyms: ['院校代码', '学校代号', '学校代码'],
      required: true,
      named: 'institutionName',
    },
    { code: 'institutionName', heading: '院校名称', synonyms: ['学校名称'] },
    { code: 'group', heading: '院校专业组', synonyms: ['专业组', '专业组代号', '专业组代码'] },
    { code: 'major', heading: '专业代号', synonyms: ['专业代码'], required: true, named: 'majorName' },
    { code: 'majorName', heading: '专业名称', synonyms: ['专业'], required: true },
    { code: 'post', heading: '岗位代号', synonyms: ['岗位代码', '岗位'] },
    { code: 'category', heading: '类别', synonyms: ['计划类别'] },
    { code: 'planType', heading: '计划性质', synonyms: ['计划类型', '计划性质名称'] },
    { code: 'quota', heading: '计划数', synonyms: ['招生计划数', '计划人数', '招生人数'], required: true },
    {
      code: 'tuition',
      heading: '学费',
      synonyms: ['学费(元/年)', '收费标准', '收费标准(元/年)', '学费标准'],
    },
    { code: 'length', heading: '学制', synonyms: ['学制(年)', '学习年限'] },
    { code: 'note', heading: '备注', synonyms: ['专业备注', '说明'], prose: true },
    ...requirementColumns,
  ],
  async prepare(transaction, context) {
    const { year } = context.pack;
    return {
      staging: planStaging,
      readRow: await createStagedReader(transaction, context),
      checks: planChecks,
      count: (open) => countPlans(open, year),
      weigh: async (open) => ({
        existing: await weighPlans(open, year, listAudienceFacts(context.pack)),
        batches: await listStagedBatches(open),
      }),
      apply: (open) => applyPlans(open, year),
    };
  },
  readList(db, context) {
    const codes = this.columns.map(({ code }) => code);
    return readPlanList(db, context, codes);
  },
};

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
    ];
  };
}

/** Reads plan rows for the pack's year, by its institutions and by the counties that are known. */
export async function createPlanReader(
  transaction: Knex,
  { pack, onRepair }: Pick<KindContext, 'pack' | 'onRepair'>,
): Promise<(row: RowReader) => ReadPlanRow> {
  const institutions = await listInstitutions(transaction, pack.year);
  const names = new Map(institutions.map(({ code, name }) => [code, name]));
  const read = {
    year: wholeNumber(pack.year, pack.year),
    batch: oneOfPack(pack.batches),
    tracks: nameTracks(pack),
    institution: fixedCode(pack.codes.institution, { known: new Set(names.keys()), onRepair }),
    group: fixedCode(pack.codes.group ?? { length: 3, alphabet: 'alphanumeric' }, { onRepair }),
    major: fixedCode(pack.codes.major, { onRepair }),
    post: fixedCode(pack.codes.post ?? { length: 2, alphabet: 'alphanumeric' }, { onRepair }),
    planType: oneOfPack(pack.planTypes),
    majorName: text(200),
    short: text(30),
    note: text(2000),
  };
  const readRequirements = createRequirementReader(pack, await nameCounties(transaction));

  return (row: RowReader) => {
    row.take('year', read.year);
    const batchCode = row.need('batch', read.batch);
    const batch = pack.batches.find(({ code }) => code === batchCode) ?? null;
    const institution = row.need('institution', read.institution);
    const name = row.text('institutionName');
    if (institution !== null && name !== '' && !isSameName(names.get(institution) ?? '', name))
      row.refuse('institutionName', 'otherInstitutionName', names.get(institution) ?? '');
    const planType = row.take('planType', read.planType) ?? defaultPlanType(pack);
    if (batch !== null) checkPlace(row, batch, planType);
    const orEmpty = (column: string, readText: ReadValue<string>) => row.take(column, readText) ?? '';
    return {
      batch: batchCode,
      tracks: row.need('tracks', read.tracks),
      audience: orEmpty('audience', read.short),
      institution,
      group: orEmpty('group', read.group),
      major: orEmpty('major', read.major),
      majorName: row.need('majorName', read.majorName),
      post: orEmpty('post', read.post),
      category: orEmpty('category', readCategory),
      planType,
      quota: row.need('quota', readQuota),
      tuitionYuan: isUndecided(row.text('tuition')) ? null : row.take('tuition', readTuition),
      lengthYears: row.take('length', readLength),
      note: noteOf(row, orEmpty('note', read.note)),
      restrictions: readRequirements(row),
    };
  };
}

/** What a batch asks of its rows, and what it has no place for. */
function checkPlace(row: RowReader, batch: Batch, planType: string): void {
  const { sections } = batch;
  const needs = (column: string, needed: boolean, unwanted: boolean) => {
    if (needed && row.text(column) === '') row.refuse(column, 'missing');
    else if (unwanted && row.text(column) !== '') row.refuse(column, 'notWanted', batch.name);
  };
  const hasMajors = sections.some(({ majors }) => majors.max > 0);
  const hasGroups = sections.some(
    ({ unit, combinedCode }) => unit === 'school+group' || combinedCode === true,
  );
  const hasPosts = sections.some(({ unit }) => unit === 'school+major+post');
  needs('major', hasMajors, !hasMajors);
  needs('group', hasGroups, !hasGroups);
  needs('post', hasPosts, !hasPosts);
  needs('audience', batch.planAudienceFact !== null, batch.planAudienceFact === null);
  if (!sections.some(({ planTypes }) => planTypes.includes(planType)))
    row.refuse('planType', 'notInBatch', batch.name);
}

function defaultPlanType({ planTypes }: RulePack): string {
  return (planTypes.find(({ code }) => code === 'ordinary') ?? planTypes[0])?.code ?? '';
}

/** 类别: 普通 is the one that is not named. */
function readCategory(found: string): string | ValueFault {
  return found === '普通' ? '' : text(30)(found);
}

/** 学费待定 is kept in 备注, where candidates read it. */
function noteOf(row: RowReader, note: string): string {
  const undecided = row.text('tuition');
  if (!isUndecided(undecided) || note.includes(`学费${undecided}`)) return note;
  return note === '' ? `学费${undecided}` : `${note}\n学费${undecided}`;
}
