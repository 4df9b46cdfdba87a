import type { SessionData } from 'express-session';
import type { Knex } from 'knex';
import {
  type CandidateRecord,
  candidateColumns,
  findSignedInCandidate,
  SELECT_SIGNED_IN,
} from '../domain/candidates/candidate.repository';
import { SELECT_UNREAD } from '../domain/mailbox/mail.repository';
import { defineStatement, listColumns } from '../infrastructure/database/statement';
import type { UnreadCounts } from '../infrastructure/http/page-renderer';

/** Who is signed in, with what the frame of a page says of their boxes; null where nobody asked for it. */
export interface SignedIn {
  readonly candidate: CandidateRecord;
  readonly unread: UnreadCounts | null;
}

const FRAMED = `select ${listColumns(candidateColumns)}, public, personal
     from candidates join credentials on candidate_id = id
    cross join lateral (${SELECT_UNREAD}) as unread
    where id = $1 and session_id = $2`;

const selectFramed = defineStatement<CandidateRecord & UnreadCounts>(FRAMED);

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

interface FoundBoth {
  readonly sess: SessionData | null;
  readonly id: number | null;
  readonly public: number | null;
  readonly personal: number | null;
}

const defineBoth = (holder: string) =>
  defineStatement<CandidateRecord & FoundBoth>(
    `select sess, holder.* from (values (1)) as one
       left join lateral (select sess from sessions where sid = $2 and expire >= to_timestamp($3)) as kept on true
       left join lateral (${holder}) as holder on true`,
  );
const selectBoth = {
  framed: defineBoth(FRAMED),
  unframed: defineBoth(`select *, null as public, null as personal from (${SELECT_SIGNED_IN}) as one`),
};

/** What is asked for where it is remembered whose a session is. */
interface Asked {
  readonly candidateId: number;
  readonly sessionId: string;
  readonly framed: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A session as its store has it, null where there is none, and the candidate whose one session it is. */
interface KnownSession {
  readonly session: SessionData | null;
  readonly holder: SignedIn | null;
}

/** Reads a session and its candidate by one statement. */
export async function findKnownSession(
  db: Knex,
  { candidateId, sessionId, framed, now }: Asked,
): Promise<KnownSession> {
  const statement = framed ? selectBoth.framed : selectBoth.unframed;
  const [row] = (await statement(db, [candidateId, sessionId, Math.ceil(now / 1000)])).rows;
  if (row === undefined) throw new Error('one row has become none');
  const { sess, public: publicMails, personal, ...candidate } = row;
  const unread = publicMails === null || personal === null ? null : { public: publicMails, personal };
  return { session: sess, holder: candidate.id === null ? null : { candidate, unread } };
}
