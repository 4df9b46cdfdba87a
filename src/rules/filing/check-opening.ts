import type { Batch, RulePack, Section } from '../pack/rule-pack';
import { isWellFormedCode } from './codes';

/** One plan row as the check before an opening sees it. */
export interface OpeningRow {
  readonly tracks: readonly string[];
  readonly audience: string;
  readonly institution: string;
  readonly group: string;
  readonly major: string;
  /** Where choices are institutions alone (专升本), rows of one institution are told apart by it. */
  readonly majorName: string;
  readonly post: string;
  readonly category: string;
  readonly planType: string;
  readonly quota: number;
  /** Whether `restrictions` are conditions that can be read. */
  readonly restrictionsReadable: boolean;
}

export type OpeningFaultCode =
  | 'emptyBatch'
  | 'wrongYear'
  | 'laterYear'
  | 'noEligibleKind'
  | 'noEligibleCandidate'
  | 'noQuota'
  | 'institutionMissing'
  | 'duplicateCode'
  | 'groupMissing'
  | 'majorMissing'
  | 'postMissing'
  | 'codeMalformed'
  | 'trackUnknown'
  | 'planTypeUnknown'
  | 'planTypeNotInBatch'
  | 'categoryMalformed'
  | 'audienceMissing'
  | 'audienceUnexpected'
  | 'quotaOutOfRange'
  | 'restrictionUnreadable';

/** What is wrong with the data of one batch; `example` names the row, `count` how many rows have the fault. */
export interface OpeningFault {
  readonly batch: string;
  readonly code: OpeningFaultCode;
  readonly example: string;
  readonly count: number;
}

export interface OpeningData {
  readonly pack: RulePack;
  readonly batch: Batch;
  /** Plan rows of the batch in the pack's year. */
  readonly rows: readonly OpeningRow[];
  /** Institution codes of the pack's year that have a name. */
  readonly institutions: ReadonlySet<string>;
  /** Years for which the batch has plan rows at all. */
  readonly planYears: readonly number[];
  /** Candidate kinds of which anybody is registered. */
  readonly registeredKinds: ReadonlySet<string>;
}

const MAX_QUOTA = 99_999;
/** 类别 is printed on forms and compared as it stands: blanks around it make two of one. */
const CATEGORY = /^(?:\S(?:.{0,18}\S)?)?$/u;

type RowCheck = (row: OpeningRow, data: OpeningData) => string | null;

const nameRow = ({ institution, group, major }: OpeningRow) =>
  [institution, group, major].filter((code) => code !== '').join(' ');

const whenever = (wrong: boolean, row: OpeningRow, value = ''): string | null =>
  wrong ? [nameRow(row), value].filter((text) => text !== '').join(' ') : null;

/** Whether every section that takes a row, and at least one, asks for something. */
function isAskedOf(
  { planType }: OpeningRow,
  { sections }: Batch,
  asks: (section: Section) => boolean,
): boolean {
  const taking = sections.filter(({ planTypes }) => planTypes.includes(planType));
  return taking.length > 0 && taking.every(asks);
}

/** A row without the code by which candidates of its sections choose it can be chosen by nobody. */
const MISSING_CODES = {
  groupMissing: (row, { batch }) =>
    whenever(row.group === '' && isAskedOf(row, batch, ({ unit }) => unit === 'school+group'), row),
  majorMissing: (row, { batch }) =>
    whenever(row.major === '' && isAskedOf(row, batch, ({ majors }) => majors.max > 0), row),
  postMissing: (row, { batch }) =>
    whenever(row.post === '' && isAskedOf(row, batch, ({ unit }) => unit === 'school+major+post'), row),
} satisfies Partial<Record<OpeningFaultCode, RowCheck>>;

const ROW_CHECKS: Readonly<Partial<Record<OpeningFaultCode, RowCheck>>> = {
  ...MISSING_CODES,
  institutionMissing: (row, { institutions }) => whenever(!institutions.has(row.institution), row),
  codeMalformed: (row, { pack }) => {
    const { institution, group, major } = pack.codes;
    const fits = (code: string, shape: typeof institution | undefined) =>
      code === '' || (shape !== undefined && isWellFormedCode(code, shape));
    return whenever(
      !isWellFormedCode(row.institution, institution) || !fits(row.group, group) || !fits(row.major, major),
      row,
    );
  },
  trackUnknown: (row, { pack }) => {
    const unknown = row.tracks.filter((track) => !pack.tracks.some(({ code }) => code === track));
    return whenever(unknown.length > 0 || row.tracks.length === 0, row, unknown.join(' '));
  },
  planTypeUnknown: (row, { pack }) =>
    whenever(!pack.planTypes.some(({ code }) => code === row.planType), row, row.planType),
  planTypeNotInBatch: (row, { pack, batch }) =>
    whenever(
      pack.planTypes.some(({ code }) => code === row.planType) &&
        !batch.sections.some(({ planTypes }) => planTypes.includes(row.planType)),
      row,
      row.planType,
    ),
  categoryMalformed: (row) => whenever(!CATEGORY.test(row.category), row, row.category),
  audienceMissing: (row, { batch }) => whenever(batch.planAudienceFact !== null && row.audience === '', row),
  audienceUnexpected: (row, { batch }) =>
    whenever(batch.planAudienceFact === null && row.audience !== '', row, row.audience),
  quotaOutOfRange: (row) =>
    whenever(!Number.isInteger(row.quota) || row.quota < 0 || row.quota > MAX_QUOTA, row, String(row.quota)),
  restrictionUnreadable: (row) => whenever(!row.restrictionsReadable, row),
};

function listRowFaults(data: OpeningData): readonly OpeningFault[] {
  return Object.entries(ROW_CHECKS).flatMap(([code, check]) => {
    let [example, count] = ['', 0];
    for (const row of data.rows) {
      const fault = check(row, data);
      if (fault === null) continue;
      if (count === 0) example = fault;
      count += 1;
    }
    return count === 0 ? [] : [{ batch: data.batch.code, code: code as OpeningFaultCode, example, count }];
  });
}

/**
 * A code a candidate could type that stands for two rows: within 科类, audience, institution, group, major and post.
 * Rows without 专业代号 are told apart by the name of the 专业, as the import tells them apart.
 */
function listDuplicateRows({ rows }: OpeningData): readonly string[] {
  const seen = new Set<string>();
  return rows.flatMap((row) => {
    const keys = row.tracks.map((track) =>
      [
        track,
        row.audience,
        row.institution,
        row.group,
        row.major === '' ? `=${row.majorName}` : row.major,
        row.post,
      ].join('/'),
    );
    const repeated = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return repeated ? [nameRow(row)] : [];
  });
}

/**
 * Why a batch may not open (P38): an empty plan, rows of another year, codes that stand twice or for nothing, rows
 * that nobody could choose. One fault per kind, with an example and its count; empty when it may open. A quota of 0 is
 * no fault (S24), unless no row of the batch has any.
 */
export function checkOpening(data: OpeningData): readonly OpeningFault[] {
  const { pack, batch, rows, planYears, registeredKinds } = data;
  const fault = (code: OpeningFaultCode, example = '', count = 1): OpeningFault => ({
    batch: batch.code,
    code,
    example,
    count,
  });
  const others = planYears.filter((year) => year !== pack.year);
  const newest = Math.max(pack.year, ...others);
  const known = batch.candidateKinds.filter((kind) => pack.candidateKinds.some(({ code }) => code === kind));
  const duplicates = listDuplicateRows(data);
  const faults: OpeningFault[] = [];
  if (rows.length === 0)
    faults.push(others.length > 0 ? fault('wrongYear', others.join(' ')) : fault('emptyBatch'));
  if (newest > pack.year) faults.push(fault('laterYear', String(newest)));
  if (known.length === 0) faults.push(fault('noEligibleKind'));
  else if (!known.some((kind) => registeredKinds.has(kind))) faults.push(fault('noEligibleCandidate'));
  if (rows.length > 0 && rows.every(({ quota }) => quota === 0)) faults.push(fault('noQuota'));
  if (duplicates.length > 0) faults.push(fault('duplicateCode', duplicates[0], duplicates.length));
  return [...faults, ...listRowFaults(data)];
}
