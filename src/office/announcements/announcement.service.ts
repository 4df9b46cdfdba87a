import type { Knex } from 'knex';
import { publishNotice, sendMails, withdrawNotice } from '../../domain/mailbox/mail.repository';
import { type ActAuthor, auditAct, beginAct } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { type Clock, wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import {
  insertAnnouncement,
  lockUnfinishedAnnouncement,
  recordSent,
  withdrawAnnouncement,
} from './announcement.repository';
import { listRecipients } from './recipient.repository';
import type { ResolvedSelection } from './selection';

interface Letter {
  readonly title: string;
  readonly body: string;
}

export const SEND_PURPOSE = 'sendAnnouncement';
export const purposeOfWithdrawal = (id: number) => `withdrawAnnouncement|${id}`;

const STEP = 5000;
/** A page is not waited for longer than this; the rest goes on with 继续发送. */
const BUDGET_MS = 8000;

interface AnnouncementParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly tokens: OfficeTokens;
}

/** Puts a public letter out, in the transaction of what it tells of. @returns its id */
export async function publish(transaction: Knex.Transaction, letter: Letter, at: Date): Promise<number> {
  const id = await insertAnnouncement(transaction, { ...letter, selection: null, writtenAt: at });
  await publishNotice(transaction, { ...letter, at, announcementId: id });
  return id;
}

async function sendNext(parts: AnnouncementParts, id: number): Promise<boolean> {
  return parts.db.transaction(async (transaction) => {
    const found = await lockUnfinishedAnnouncement(transaction, id);
    if (found === null || found.selection === null) return true;
    const { title, body, selection, writtenAt: at, lastCandidateId } = found;
    const ids = await listRecipients(transaction, selection, lastCandidateId, STEP);
    await sendMails(transaction, ids, {
      kind: 'officeNotice',
      values: { title, body },
      at,
      announcementId: id,
    });
    const finished = ids.length < STEP;
    await recordSent(transaction, id, { sent: ids.length, last: ids.at(-1) ?? lastCandidateId, finished });
    return finished;
  });
}

/** Sends a letter to everyone (`selection` null) or to each of a selection. @returns the id */
function sendAnnouncement(
  { db, tokens, clock }: AnnouncementParts,
  author: ActAuthor,
  letter: Letter,
  selection: ResolvedSelection | null,
): Promise<number> {
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, SEND_PURPOSE);
    const at = await clock.now(transaction);
    const id =
      selection === null
        ? await publish(transaction, letter, at)
        : await insertAnnouncement(transaction, { ...letter, selection, writtenAt: at });
    await auditAct(transaction, author, {
      action: selection === null ? 'publishNotice' : 'sendMails',
      subjectKind: 'announcement',
      subjectId: id,
      detail: selection === null ? {} : { ...describe(selection) },
    });
    return id;
  });
}

/** Goes on sending, for some seconds at most. @returns whether all have it */
async function goOn(parts: AnnouncementParts, id: number): Promise<boolean> {
  const until = wallClock() + BUDGET_MS;
  while (wallClock() < until) if (await sendNext(parts, id)) return true;
  return false;
}

/** Takes a public letter back: it is shown as withdrawn. @throws AppError conflict (409) */
function withdraw({ db, tokens, clock }: AnnouncementParts, author: ActAuthor, id: number): Promise<void> {
  return db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfWithdrawal(id));
    const at = await clock.now(transaction);
    if ((await withdrawAnnouncement(transaction, id, at)) !== 1) throw new AppError('conflict', 409);
    await withdrawNotice(transaction, id, at);
    await auditAct(transaction, author, {
      action: 'withdrawNotice',
      subjectKind: 'announcement',
      subjectId: id,
    });
  });
}

export function createAnnouncementService(parts: AnnouncementParts) {
  return bindParts(parts, { send: sendAnnouncement, goOn, withdraw });
}

export type AnnouncementService = ReturnType<typeof createAnnouncementService>;

const describe = ({ county, school, kind, filing, state }: ResolvedSelection) => ({
  county,
  school,
  kind,
  filing,
  state,
});
