import type { Knex } from 'knex';
import { defineInsert, defineStatement } from '../../infrastructure/database/statement';
import type { UnreadCounts } from '../../infrastructure/http/page-renderer';
import { type MailKind, type MailValues, presentMail } from './mail.presenter';

interface Mail {
  readonly id: number;
  readonly kind: MailKind;
  readonly title: string;
  readonly body: string;
  readonly sentAt: Date;
  /** Real time of the event, which the demo's shift does not move. */
  readonly writtenAt: Date;
  readonly read: boolean;
  /** A public notice that was taken back. */
  readonly withdrawnAt: Date | null;
}

export type Box = 'public' | 'personal';

/** A read-only letter, ready to be written. */
export interface MailText {
  readonly kind: MailKind;
  readonly title: string;
  readonly body: string;
}

const insertMail = defineInsert('mails', ['candidate_id', 'kind', 'title', 'body', 'sent_at']);

/**
 * Puts a read-only mail into a candidate's box, in the transaction of the event it tells of.
 * `at` defaults to the database's transaction time.
 */
export async function sendMail(
  transaction: Knex,
  mail: {
    readonly candidateId: number | null;
    readonly kind: MailKind;
    readonly values: MailValues;
    readonly at?: Date;
  },
): Promise<void> {
  const at = mail.at ?? (await findTransactionTime(transaction));
  const { title, body } = presentMail(mail.kind, { at, ...mail.values });
  await insertMail(transaction, {
    candidate_id: mail.candidateId,
    kind: mail.kind,
    title,
    body,
    sent_at: at,
  });
}

/** Puts a notice into the public box. */
export async function publishNotice(
  transaction: Knex,
  notice: {
    readonly title: string;
    readonly body: string;
    readonly at: Date;
    readonly announcementId: number;
  },
): Promise<void> {
  await transaction('mails').insert({
    candidate_id: null,
    kind: 'officeNotice' satisfies MailKind,
    title: notice.title,
    body: notice.body,
    sent_at: notice.at,
    announcement_id: notice.announcementId,
  });
}

/** Marks a public notice as taken back. */
export async function withdrawNotice(transaction: Knex, announcementId: number, at: Date): Promise<void> {
  await transaction('mails')
    .where({ announcement_id: announcementId, candidate_id: null })
    .update({ withdrawn_at: at });
}

/** Puts one mail into the boxes of many candidates, as one statement. */
export async function sendMails(
  transaction: Knex,
  candidateIds: readonly number[],
  mail: {
    readonly kind: MailKind;
    readonly values: MailValues;
    readonly at: Date;
    /** The announcement that it belongs to. */
    readonly announcementId?: number;
  },
): Promise<void> {
  const { title, body } = presentMail(mail.kind, { at: mail.at, ...mail.values });
  await transaction.raw(
    `insert into mails (candidate_id, kind, title, body, sent_at, announcement_id)
     select id, ?, ?, ?, ?, ? from unnest(?::bigint[]) as id`,
    [mail.kind, title, body, mail.at, mail.announcementId ?? null, [...candidateIds]],
  );
}

/** How many candidates have opened the mails of an announcement. */
export async function countReaders(db: Knex, announcementId: number): Promise<number> {
  const row = await db('mail_readings')
    .whereIn('mail_id', db('mails').where({ announcement_id: announcementId }).select('id'))
    .countDistinct({ count: 'candidate_id' })
    .first();
  return Number(row?.count ?? 0);
}

/** Puts a mail of its own into the box of each of many candidates, as one statement. */
export async function sendMailsEach(
  transaction: Knex,
  mails: readonly { readonly candidateId: number; readonly title: string; readonly body: string }[],
  { kind, at }: { readonly kind: MailKind; readonly at: Date },
): Promise<void> {
  await transaction.raw(
    `insert into mails (candidate_id, kind, title, body, sent_at)
     select id, ?, title, body, ? from unnest(?::bigint[], ?::text[], ?::text[]) as m (id, title, body)`,
    [
      kind,
      at,
      mails.map(({ candidateId }) => candidateId),
      mails.map(({ title }) => title),
      mails.map(({ body }) => body),
    ],
  );
}

async function findTransactionTime(transaction: Knex): Promise<Date> {
  const result = await transaction.raw<{ rows: { now: Date }[] }>('select transaction_timestamp() as now');
  const row = result.rows[0];
  if (!row) throw new Error('the database told no time');
  return row.now;
}

/** Mails of one box, newest first. */
export async function listMails(db: Knex, candidateId: number, box: Box): Promise<Mail[]> {
  const query = db('mails')
    .leftJoin('mail_readings', (join) =>
      join.on('mail_readings.mail_id', 'mails.id').andOnVal('mail_readings.candidate_id', candidateId),
    )
    .orderBy('mails.id', 'desc')
    .limit(200)
    .select({
      id: 'mails.id',
      kind: 'mails.kind',
      title: 'mails.title',
      body: 'mails.body',
      sentAt: 'mails.sent_at',
      writtenAt: 'mails.written_at',
      withdrawnAt: 'mails.withdrawn_at',
      read: db.raw('mail_readings.read_at is not null'),
    });
  return box === 'public'
    ? query.whereNull('mails.candidate_id')
    : query.where('mails.candidate_id', candidateId);
}

/** One mail that this candidate may read, with its box. */
export async function findMail(db: Knex, candidateId: number, id: number): Promise<Mail | null> {
  const row = await db('mails')
    .where('id', id)
    .andWhere((own) => own.whereNull('candidate_id').orWhere('candidate_id', candidateId))
    .first({
      id: 'id',
      kind: 'kind',
      title: 'title',
      body: 'body',
      sentAt: 'sent_at',
      writtenAt: 'written_at',
      withdrawnAt: 'withdrawn_at',
    });
  return row ? { ...row, read: true } : null;
}

/** Records that a mail was read; reading it again changes nothing. */
export async function markMailRead(db: Knex, candidateId: number, mailId: number): Promise<void> {
  await db('mail_readings')
    .insert({ candidate_id: candidateId, mail_id: mailId })
    .onConflict(['candidate_id', 'mail_id'])
    .ignore();
}

/** Unread mails of the candidate $1, by box. */
export const SELECT_UNREAD = `select count(*) filter (where mails.candidate_id is null)::int as public,
          count(*) filter (where mails.candidate_id is not null)::int as personal
     from mails
    where (mails.candidate_id is null or mails.candidate_id = $1)
      and not exists (select from mail_readings
                       where mail_readings.mail_id = mails.id and mail_readings.candidate_id = $1)`;
const countUnreadMails = defineStatement<UnreadCounts>(SELECT_UNREAD);

/** 公共信箱 and 个人信箱: how many mails are unread. */
export async function countUnread(db: Knex, candidateId: number): Promise<UnreadCounts> {
  const { rows } = await countUnreadMails(db, [candidateId]);
  return rows[0] ?? { public: 0, personal: 0 };
}
