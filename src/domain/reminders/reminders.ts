import type { Knex } from 'knex';
import type { Clock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { BatchStanding } from '../../rules/filing/batch-standing';
import { mayConfirm, needsConfirmation } from '../../rules/filing/final-confirmation';
import { quotaGroupCode } from '../../rules/filing/groups';
import { findReminderMark } from '../../rules/filing/reminder-mark';
import type { Batch } from '../../rules/pack/rule-pack';
import { findPermitEnd, findPhase } from '../../rules/windows/window-in-force';
import { findCandidate } from '../candidates/candidate.repository';
import { findStanding } from '../choice-lists/standing';
import { listUnfinished } from '../choice-lists/unfinished.repository';
import { tellOwner } from '../messages/tell-owner';
import type { Reference } from '../reference/reference';
import {
  finishRound,
  insertReminder,
  isRoundFinished,
  lockReminders,
  type ReminderRound,
} from './reminder.repository';

export interface ReminderParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
}

interface DueRound extends ReminderRound {
  readonly group: string;
  readonly name: string;
  readonly asksConfirmation: boolean;
  readonly writtenBy: Date;
}

/** Candidates of one transaction. */
const PAGE = 100;

/**
 * Reminds everybody who had a draft and no save, or a list that counts once it is confirmed and was not, when a window came within an hour mark of its closing (24 and 2 hours
 * in the shipped packs): one mail and one message for each batch, closing time and mark, however many processes do
 * this. Whoever has typed since the mark needs no reminding. It ends early, to be
 * gone on with next time, once `goesOn` says no. @returns how many were reminded.
 */
export async function remindOfDrafts(parts: ReminderParts, goesOn = () => true): Promise<number> {
  let reminded = 0;
  for (const round of await listDueRounds(parts)) {
    for (let after: number | null = 0; after !== null && goesOn(); ) {
      const page = await remindPage(parts, round, after);
      reminded += page.reminded;
      after = page.last;
    }
  }
  return reminded;
}

async function listDueRounds({ db, clock, reference }: ReminderParts): Promise<DueRound[]> {
  const { calendar } = reference.current();
  const now = await clock.now(db);
  const { reminderHours } = calendar.pack.identity;
  const due = calendar.pack.batches.flatMap((batch) => {
    // In a pause nobody could do what the letter asks for: they are told when the day's hours begin.
    const windows = calendar.listWindows(batch.code).filter((window) => findPhase(window, now) !== 'pause');
    // A draft is a first filing: where a stage ends those sooner than the window, that is the end to be told.
    const closings = new Set(windows.map((window) => findPermitEnd(window, 'create', now).getTime()));
    return [...closings].flatMap((closing) => {
      const closesAt = new Date(closing);
      const mark = findReminderMark(reminderHours, closesAt, now);
      return mark === null ? [] : [toRound(batch, closesAt, mark)];
    });
  });
  const finished = await Promise.all(due.map((round) => isRoundFinished(db, round)));
  return due.filter((_round, index) => finished[index] === false);
}

function toRound(batch: Batch, closesAt: Date, mark: { hours: number; at: Date }): DueRound {
  return {
    batch: batch.code,
    name: batch.name,
    group: quotaGroupCode(batch),
    asksConfirmation: needsConfirmation(batch),
    closesAt,
    hours: mark.hours,
    writtenBy: mark.at,
  };
}

/** One page in one transaction. @returns how many were reminded, and after whom to go on; null: nobody is left. */
function remindPage(
  parts: ReminderParts,
  round: DueRound,
  afterCandidate: number,
): Promise<{ reminded: number; last: number | null }> {
  return parts.db.transaction(async (transaction) => {
    if (!(await lockReminders(transaction))) return { reminded: 0, last: null };
    const now = await parts.clock.now(transaction);
    const candidates = await listUnfinished(transaction, { ...round, afterCandidate, limit: PAGE });
    let reminded = 0;
    for (const candidate of candidates) {
      if (await remind(parts, transaction, round, candidate, now)) reminded += 1;
    }
    const last = candidates.length < PAGE ? null : (candidates.at(-1) ?? null);
    if (last === null) await finishRound(transaction, round, now);
    return { reminded, last };
  });
}

async function remind(
  { cipher, clock, reference }: ReminderParts,
  transaction: Knex.Transaction,
  round: DueRound,
  candidateId: number,
  now: Date,
): Promise<boolean> {
  const { calendar } = reference.current();
  const batch = calendar.findBatch(round.batch);
  const candidate = await findCandidate(transaction, candidateId);
  if (batch === null || candidate === null) return false;
  const { standing } = await findStanding(transaction, clock, calendar, candidate, batch);
  // Not to be filled, or not by then: given up, frozen, another window in force for this candidate.
  const concerned = standing.lastSaveEndsAt?.getTime() === round.closesAt.getTime();
  const kind = findReminderKind(standing);
  if (kind === null || !concerned) return false;
  if (!(await insertReminder(transaction, round, candidateId, now))) return false;
  await tellOwner(transaction, cipher, {
    candidateId,
    kind,
    at: now,
    values: { batch: round.name, closesAt: round.closesAt },
  });
  return true;
}

/** A list that may be saved is not, or one that was saved may be confirmed and is not. */
function findReminderKind(standing: BatchStanding): 'draftReminder' | 'confirmationReminder' | null {
  if (standing.state === 'openEmpty') return 'draftReminder';
  return mayConfirm(standing) ? 'confirmationReminder' : null;
}
