import type { Knex } from 'knex';
import type { Scope } from '../../domain/officers/scope';
import { scopeCandidates } from '../../domain/officers/scope.repository';

/** One attempt to save, as it was kept. */
export interface AttemptRecord {
  readonly at: Date;
  readonly batch: string;
  readonly outcome: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly device: string;
  readonly node: string;
}

const attemptColumns = {
  at: 'at',
  batch: 'batch_code',
  outcome: 'outcome',
  detail: 'detail',
  address: 'address',
  device: 'device',
  node: 'node',
} as const;

/** Every attempt of a candidate, refused ones too, the oldest first. */
export async function listAttempts(db: Knex, candidateId: number): Promise<AttemptRecord[]> {
  return db('save_attempts').where({ candidate_id: candidateId }).orderBy('id').select(attemptColumns);
}

export interface SignInRecord {
  readonly at: Date;
  readonly outcome: string;
  readonly address: string;
  readonly device: string;
  readonly userAgent: string;
}

/** Every sign-in and refusal of an account, the oldest first. */
export async function listAllSignIns(db: Knex, candidateId: number): Promise<SignInRecord[]> {
  return db('sign_ins').where({ candidate_id: candidateId }).orderBy('id').select({
    at: 'at',
    outcome: 'outcome',
    address: 'address',
    device: 'device',
    userAgent: 'user_agent',
  });
}

export interface ActRecord {
  readonly at: Date;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly address: string;
  readonly device: string;
}

/** Every act on a candidate's record or saved versions that was written down, the oldest first. */
export async function listActs(
  db: Knex,
  candidateId: number,
  versionIds: readonly number[],
): Promise<ActRecord[]> {
  const select = (kind: string, ids: readonly number[]) =>
    db('audit_entries').where('subject_kind', kind).whereIn('subject_id', ids.map(String)).select({
      id: 'id',
      at: 'at',
      actorKind: 'actor_kind',
      actorId: 'actor_id',
      action: 'action',
      detail: 'detail',
      address: 'address',
      device: 'device',
    });
  const found = await Promise.all([select('candidate', [candidateId]), select('application', versionIds)]);
  return found.flat().toSorted((left, right) => left.id - right.id);
}

export interface MailRecord {
  readonly sentAt: Date;
  readonly title: string;
  readonly readAt: Date | null;
}

/** Titles of a candidate's own mails: bodies may tell choices. */
export async function listMailRecords(db: Knex, candidateId: number): Promise<MailRecord[]> {
  return db('mails')
    .leftJoin('mail_readings', (join) =>
      join.on('mail_readings.mail_id', 'mails.id').andOn('mail_readings.candidate_id', 'mails.candidate_id'),
    )
    .where('mails.candidate_id', candidateId)
    .orderBy('mails.id')
    .select({ sentAt: 'mails.sent_at', title: 'mails.title', readAt: 'mail_readings.read_at' });
}

export interface MessageRecord {
  readonly createdAt: Date;
  readonly kind: string;
  readonly channel: 'sms' | 'wechat';
  readonly attempts: number;
  readonly sentAt: Date | null;
  readonly givenUpAt: Date | null;
}

/** Messages by SMS and WeChat, without their texts. */
export async function listMessageRecords(db: Knex, candidateId: number): Promise<MessageRecord[]> {
  return db('outbox_messages').where({ candidate_id: candidateId }).orderBy('id').select({
    createdAt: 'created_at',
    kind: 'kind',
    channel: 'channel',
    attempts: 'attempts',
    sentAt: 'sent_at',
    givenUpAt: 'given_up_at',
  });
}

/** 姓名 of officers by id as text. */
export async function listOfficerNames(
  db: Knex,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const rows = await db('officers')
    .whereIn('id', known)
    .select({ id: 'id', name: 'name', place: 'place_name' });
  return new Map(rows.map(({ id, name, place }) => [String(id), `${name}（${place}）`]));
}

/** An attempt beside a closing time. */
interface ClosingAttempt extends AttemptRecord {
  readonly id: number;
  readonly candidateNumber: string;
  readonly countyName: string;
  readonly schoolName: string;
}

/** The next attempts of a batch between two instants of real time behind an id, within a scope. */
export async function listAttemptsBetween(
  db: Knex,
  scope: Scope,
  { batch, from, until }: { readonly batch: string; readonly from: Date; readonly until: Date },
  page: { readonly behind: number; readonly limit: number },
): Promise<ClosingAttempt[]> {
  const query = db('save_attempts')
    .join('candidates', 'candidates.id', 'save_attempts.candidate_id')
    .where('save_attempts.batch_code', batch)
    .whereBetween('save_attempts.at', [from, until])
    .where('save_attempts.id', '>', page.behind)
    .orderBy('save_attempts.id')
    .limit(page.limit)
    .select({
      id: 'save_attempts.id',
      at: 'save_attempts.at',
      batch: 'save_attempts.batch_code',
      outcome: 'save_attempts.outcome',
      detail: 'save_attempts.detail',
      address: 'save_attempts.address',
      device: 'save_attempts.device',
      node: 'save_attempts.node',
      candidateNumber: 'candidates.candidate_number',
      countyName: 'candidates.county_name',
      schoolName: 'candidates.school_name',
    });
  return scopeCandidates(query, scope);
}
