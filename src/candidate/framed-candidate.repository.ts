import type { Knex } from 'knex';
import {
  type CandidateRecord,
  candidateColumns,
  findSignedInCandidate,
} from '../domain/candidates/candidate.repository';
import { SELECT_UNREAD } from '../domain/mailbox/mail.repository';
import { defineStatement, listColumns } from '../infrastructure/database/statement';
import type { UnreadCounts } from '../infrastructure/http/page-renderer';

/** Who is signed in, with what the frame of a page says of their boxes; null where nobody asked for it. */
export interface SignedIn {
  readonly candidate: CandidateRecord;
  readonly unread: UnreadCounts | null;
}

const selectFramed = defineStatement<CandidateRecord & UnreadCounts>(
  `select ${listColumns(candidateColumns)}, public, personal
     from candidates join credentials on candidate_id = id
    cross join lateral (${SELECT_UNREAD}) as unread
    where id = $1 and session_id = $2`,
);

/** The candidate whose one session this is, with the unread mails; null once it has ended. */
export async function findFramedCandidate(db: Knex, id: number, sessionId: string): Promise<SignedIn | null> {
  const [row] = (await selectFramed(db, [id, sessionId])).rows;
  if (row === undefined) return null;
  const { public: publicMails, personal, ...candidate } = row;
  return { candidate, unread: { public: publicMails, personal } };
}

/** The same without the mails. */
export async function findUnframedCandidate(
  db: Knex,
  id: number,
  sessionId: string,
): Promise<SignedIn | null> {
  const candidate = await findSignedInCandidate(db, id, sessionId);
  return candidate && { candidate, unread: null };
}
