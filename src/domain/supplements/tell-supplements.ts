import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import { findBatchIneligibility } from '../../rules/filing/eligibility';
import type { Batch } from '../../rules/pack/rule-pack';
import type { Window } from '../../rules/windows/window-in-force';
import { loadBatchCalendar } from '../batches/batch-calendar';
import { toFacts } from '../candidates/candidate-facts';
import { tellMany } from '../messages/tell-many';
import type { ReminderParts } from '../reminders/reminders';
import { listPeople } from './count-people.repository';
import { lockUntoldSupplement, recordTold, type UntoldSupplement } from './supplement.repository';

/** Candidates of one transaction, looked at; those who may file are told. */
const PIECE = 1000;

type TellingParts = Pick<ReminderParts, 'db' | 'clock' | 'cipher'>;

/**
 * Tells everybody who may file a 征集 that was made: one mail, and a message where anything is bound. Each piece is one
 * transaction that says how far it came, so that whoever goes on, here or in another process, tells nobody twice and
 * leaves nobody out. One that was undone, or is over, is told to nobody more. `goesOn` is asked before each piece.
 * @returns how many were told
 */
export async function tellSupplements(
  parts: TellingParts,
  goesOn = () => true,
  size = PIECE,
): Promise<number> {
  let told = 0;
  while (goesOn()) {
    const piece = await parts.db.transaction((transaction) => tellPiece(parts, transaction, size));
    if (piece === null) break;
    told += piece;
  }
  return told;
}

/** @returns how many were told; null where nothing is left to do */
async function tellPiece(
  parts: TellingParts,
  transaction: Knex.Transaction,
  size: number,
): Promise<number | null> {
  const made = await lockUntoldSupplement(transaction);
  if (made === null) return null;
  const now = await parts.clock.now(transaction);
  const calendar = await loadBatchCalendar(transaction);
  const batch = calendar.findBatch(made.batch);
  const times = batch === null ? null : findTimes(calendar.listWindows(batch.code));
  if (batch === null || times === null || times.closesAt <= now) {
    await record(transaction, made, { after: made.toldAfter, told: 0, at: now });
    return 0;
  }
  const people = await listPeople(transaction, batch.candidateKinds, made.toldAfter, size);
  const ids = people.filter((person) => mayFile(batch, person)).map(({ id }) => id);
  const values = { batch: batch.name, ...times };
  await tellMany(transaction, parts.cipher, ids, { kind: 'supplementMade', at: now, values });
  await record(transaction, made, {
    after: people.at(-1)?.id ?? made.toldAfter,
    told: ids.length,
    at: people.length < size ? now : null,
  });
  return ids.length;
}

const mayFile = (batch: Batch, person: Parameters<typeof toFacts>[0]) =>
  findBatchIneligibility(batch, toFacts(person)) === null;

/** From the first opening to the last closing; null where no time is arranged. */
function findTimes(windows: readonly Window[]): { readonly opensAt: Date; readonly closesAt: Date } | null {
  if (windows.length === 0) return null;
  return {
    opensAt: new Date(Math.min(...windows.map(({ opensAt }) => opensAt.getTime()))),
    closesAt: new Date(Math.max(...windows.map(({ closesAt }) => closesAt.getTime()))),
  };
}

async function record(
  transaction: Knex.Transaction,
  made: UntoldSupplement,
  to: { readonly after: number; readonly told: number; readonly at: Date | null },
): Promise<void> {
  if ((await recordTold(transaction, made, to)) !== 1) throw new AppError('conflict', 409);
}
