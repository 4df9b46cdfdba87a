import type { Knex } from 'knex';
import type { Scope } from '../../domain/officers/scope';
import { compareSchoolClasses } from '../../rules/filing/class-order';
import type { PlacedForm } from './cut-part';
import { type FiledGroup, queryFiled } from './filed.repository';
import type { PrintTarget } from './print-target';

type PrintJobState = 'running' | 'stopped' | 'failed' | 'done';

export interface PrintJob {
  readonly id: number;
  /** Null of a job of a whole round. */
  readonly batch: string | null;
  readonly round: string | null;
  readonly title: string;
  readonly state: PrintJobState;
  readonly total: number;
  readonly printed: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** It says that it runs, and nobody has worked on it for a minute. */
  readonly silent: boolean;
}

export interface PrintJobPart {
  readonly part: number;
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
  readonly removed: boolean;
  readonly schoolName: string;
  /** Classes of the first and of the last form. */
  readonly firstClass: string;
  readonly lastClass: string;
}

interface JobForm extends PlacedForm {
  readonly position: number;
  readonly versionId: number;
}

const SILENT = "heartbeat_at < clock_timestamp() - interval '60 seconds'";

const listColumns = (db: Knex) => ({
  id: 'id',
  batch: 'batch_code',
  round: 'round_code',
  title: 'title',
  state: 'state',
  total: 'total',
  printed: 'printed',
  createdAt: 'created_at',
  expiresAt: 'expires_at',
  silent: db.raw(`state = 'running' and ${SILENT}`),
});

interface NewPrintJob {
  readonly officerId: number;
  readonly countyCode: string;
  readonly title: string;
  readonly keepDays: number;
}

interface JobCandidate extends PlacedForm {
  readonly candidateNumber: string;
  readonly versionId: number;
}

/** The lists in force of a group: by school, class and pupil, of each in the order of the batches. */
async function listForms(
  transaction: Knex.Transaction,
  scope: Scope,
  { batches }: PrintTarget,
  group: FiledGroup,
): Promise<readonly JobCandidate[]> {
  const forms: JobCandidate[] = [];
  for (const batch of batches)
    forms.push(
      ...(await queryFiled(transaction, scope, batch, group).select({
        candidateId: 'candidates.id',
        candidateNumber: 'candidate_number',
        versionId: 'held.current_version_id',
        schoolCode: 'school_code',
        className: 'class_name',
      })),
    );
  return forms.sort(
    (one, other) =>
      compareSchoolClasses(one, other) ||
      (one.candidateNumber < other.candidateNumber
        ? -1
        : Number(one.candidateNumber > other.candidateNumber)),
  );
}

/** Makes a job of all lists in force of a group. @returns its id; null where there is none. */
export async function insertPrintJob(
  transaction: Knex.Transaction,
  scope: Scope,
  target: PrintTarget,
  group: FiledGroup,
  job: NewPrintJob,
): Promise<number | null> {
  const forms = await listForms(transaction, scope, target, group);
  if (forms.length === 0) return null;
  const [row] = await transaction('print_jobs')
    .insert({
      officer_id: job.officerId,
      county_code: job.countyCode,
      batch_code: target.batchCode,
      round_code: target.roundCode,
      title: job.title,
      total: forms.length,
      expires_at: transaction.raw('clock_timestamp() + make_interval(days => ?)', [job.keepDays]),
    })
    .returning('id');
  const rows = forms.map(({ candidateId, versionId }, index) => ({
    job_id: row.id,
    position: index + 1,
    candidate_id: candidateId,
    version_id: versionId,
  }));
  await transaction.batchInsert('print_job_forms', rows, 1000);
  return row.id;
}

/** The jobs of a county, newest first. */
export async function listPrintJobs(db: Knex, countyCode: string, limit: number | null): Promise<PrintJob[]> {
  const query = db('print_jobs').where({ county_code: countyCode }).orderBy('id', 'desc');
  return (limit === null ? query : query.limit(limit)).select(listColumns(db));
}

/** A job of a county; null where it has none of this number. */
export async function findPrintJob(db: Knex, countyCode: string, id: number): Promise<PrintJob | null> {
  const row = await db('print_jobs').where({ id, county_code: countyCode }).first(listColumns(db));
  return row ?? null;
}

export async function listPrintJobParts(db: Knex, jobId: number): Promise<PrintJobPart[]> {
  return selectParts(db, jobId).orderBy('part');
}

/** One part; null where there is none. */
export async function findPrintJobPart(db: Knex, jobId: number, part: number): Promise<PrintJobPart | null> {
  return (await selectParts(db, jobId).where('p.part', part).first()) ?? null;
}

const selectParts = (db: Knex, jobId: number) =>
  db('print_job_parts as p')
    .leftJoin('print_job_forms as f', (on) =>
      on.on('f.job_id', 'p.job_id').andOn('f.position', 'p.first_position'),
    )
    .leftJoin('candidates as one', 'one.id', 'f.candidate_id')
    .leftJoin('print_job_forms as l', (on) =>
      on.on('l.job_id', 'p.job_id').andOn('l.position', 'p.last_position'),
    )
    .leftJoin('candidates as other', 'other.id', 'l.candidate_id')
    .where('p.job_id', jobId)
    .select({
      part: 'p.part',
      first: 'p.first_position',
      last: 'p.last_position',
      bytes: 'p.bytes',
      removed: db.raw('p.pdf_cipher is null'),
      schoolName: db.raw(`coalesce(one.school_name, '')`),
      firstClass: db.raw(`coalesce(one.class_name, '')`),
      lastClass: db.raw(`coalesce(other.class_name, '')`),
    });

/** The sealed PDF of a part; null where there is none, or none any more. */
export async function findPartCipher(db: Knex, jobId: number, part: number): Promise<Buffer | null> {
  const row = await db('print_job_parts').where({ job_id: jobId, part }).first('pdf_cipher');
  return row?.pdf_cipher ?? null;
}

/** Takes a running job for a process: its own, or one that nobody works on. @returns how many rows changed. */
export async function claimPrintJob(db: Knex, id: number, runner: string): Promise<number> {
  return db('print_jobs')
    .where({ id, state: 'running' })
    .andWhere((free) => free.whereNull('runner').orWhere({ runner }).orWhereRaw(SILENT))
    .update({ runner, heartbeat_at: db.raw('clock_timestamp()') });
}

/** Changes the state, provided that it still is what it was. @returns how many rows changed. */
export async function changePrintJobState(
  db: Knex,
  id: number,
  from: readonly PrintJobState[],
  to: PrintJobState,
): Promise<number> {
  return db('print_jobs')
    .where({ id })
    .whereIn('state', [...from])
    .update({ state: to, runner: null, heartbeat_at: db.raw('clock_timestamp()') });
}

/** The forms that are set next, `limit` at most. */
export async function listNextForms(db: Knex, jobId: number, limit: number): Promise<JobForm[]> {
  return db('print_job_forms')
    .join('candidates', 'candidates.id', 'print_job_forms.candidate_id')
    .where({ job_id: jobId })
    .andWhere(
      'position',
      '>',
      db('print_job_parts').where({ job_id: jobId }).select(db.raw('coalesce(max(last_position), 0)')),
    )
    .orderBy('position')
    .limit(limit)
    .select({
      position: 'position',
      candidateId: 'candidate_id',
      versionId: 'version_id',
      schoolCode: 'school_code',
      className: 'class_name',
    });
}

/** Keeps a part that was set, and counts it. @returns false when the job was stopped or taken over meanwhile. */
export async function insertPrintJobPart(
  transaction: Knex.Transaction,
  jobId: number,
  runner: string,
  part: { readonly first: number; readonly last: number; readonly cipher: Buffer; readonly bytes: number },
): Promise<boolean> {
  const counted = await transaction('print_jobs')
    .where({ id: jobId, state: 'running', runner })
    .update({ printed: part.last, heartbeat_at: transaction.raw('clock_timestamp()') });
  if (counted !== 1) return false;
  await transaction('print_job_parts').insert({
    job_id: jobId,
    part: transaction('print_job_parts')
      .where({ job_id: jobId })
      .select(transaction.raw('count(*)::int + 1')),
    first_position: part.first,
    last_position: part.last,
    pdf_cipher: part.cipher,
    bytes: part.bytes,
  });
  return true;
}

/** Removes the PDFs of jobs that are kept no longer. @returns how many parts. */
export async function removeExpiredParts(db: Knex): Promise<number> {
  return db('print_job_parts')
    .whereNotNull('pdf_cipher')
    .whereIn('job_id', db('print_jobs').whereRaw('expires_at <= clock_timestamp()').select('id'))
    .update({ pdf_cipher: null });
}
