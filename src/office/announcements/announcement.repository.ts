import type { Knex } from 'knex';
import type { ResolvedSelection } from './selection';

export interface Announcement {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  /** Null: public. */
  readonly selection: ResolvedSelection | null;
  readonly writtenAt: Date;
  readonly sent: number;
  readonly lastCandidateId: number;
  readonly finishedAt: Date | null;
  readonly withdrawnAt: Date | null;
}

const columns = {
  id: 'id',
  title: 'title',
  body: 'body',
  selection: 'selection',
  writtenAt: 'written_at',
  sent: 'sent',
  lastCandidateId: 'last_candidate_id',
  finishedAt: 'finished_at',
  withdrawnAt: 'withdrawn_at',
} as const;

const toAnnouncement = (row: Announcement): Announcement => ({
  ...row,
  id: Number(row.id),
  lastCandidateId: Number(row.lastCandidateId),
});

/** @returns the id */
export async function insertAnnouncement(
  transaction: Knex.Transaction,
  announcement: Pick<Announcement, 'title' | 'body' | 'selection' | 'writtenAt'>,
): Promise<number> {
  const { title, body, selection, writtenAt } = announcement;
  const [row] = await transaction('announcements')
    .insert({
      title,
      body,
      selection: selection === null ? null : JSON.stringify(selection),
      written_at: writtenAt,
      finished_at: selection === null ? transaction.fn.now() : null,
    })
    .returning('id');
  return Number(row.id);
}

/** The newest announcements; `limit` null: all. */
export async function listAnnouncements(db: Knex, limit: number | null): Promise<Announcement[]> {
  const query = db('announcements').orderBy('id', 'desc').select(columns);
  const rows: Announcement[] = await (limit === null ? query : query.limit(limit));
  return rows.map(toAnnouncement);
}

/** One announcement; null where there is none. */
export async function findAnnouncement(db: Knex, id: number): Promise<Announcement | null> {
  const row = await db('announcements').where({ id }).first(columns);
  return row === undefined ? null : toAnnouncement(row);
}

/** An announcement whose sending is to go on, locked; null where it is done or unknown. */
export async function lockUnfinishedAnnouncement(
  transaction: Knex.Transaction,
  id: number,
): Promise<Announcement | null> {
  const row = await transaction('announcements')
    .where({ id })
    .whereNull('finished_at')
    .forUpdate()
    .first(columns);
  return row === undefined ? null : toAnnouncement(row);
}

/** Records how far the sending has come. */
export async function recordSent(
  transaction: Knex.Transaction,
  id: number,
  progress: { readonly sent: number; readonly last: number; readonly finished: boolean },
): Promise<void> {
  await transaction('announcements')
    .where({ id })
    .update({
      sent: transaction.raw('sent + ?', [progress.sent]),
      last_candidate_id: progress.last,
      finished_at: progress.finished ? transaction.fn.now() : null,
    });
}

/** Takes a public announcement back. @returns rows changed */
export async function withdrawAnnouncement(
  transaction: Knex.Transaction,
  id: number,
  at: Date,
): Promise<number> {
  return transaction('announcements')
    .where({ id })
    .whereNull('selection')
    .whereNull('withdrawn_at')
    .update({ withdrawn_at: at });
}
