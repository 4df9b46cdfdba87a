import type { Knex } from 'knex';

/** One hour mark before one closing time of a batch. */
export interface ReminderRound {
  readonly batch: string;
  readonly closesAt: Date;
  readonly hours: number;
}

/** Two nodes must not look for the same people at once; the number only has to be nobody else's. */
const LOCK = 4_210_734;

const key = ({ batch, closesAt, hours }: ReminderRound) => ({
  batch_code: batch,
  closes_at: closesAt,
  hours_before: hours,
});

/** Takes the reminders of this transaction for oneself. @returns false when another process has them. */
export async function lockReminders(transaction: Knex.Transaction): Promise<boolean> {
  const { rows } = await transaction.raw<{ rows: { locked: boolean }[] }>(
    'select pg_try_advisory_xact_lock(?) as locked',
    [LOCK],
  );
  return rows[0]?.locked === true;
}

/** Records a reminder. @returns false when this candidate has had it. */
export async function insertReminder(
  transaction: Knex.Transaction,
  round: ReminderRound,
  candidateId: number,
  at: Date,
): Promise<boolean> {
  const rows = await transaction('reminders')
    .insert({ ...key(round), candidate_id: candidateId, reminded_at: at })
    .onConflict(['candidate_id', 'batch_code', 'closes_at', 'hours_before'])
    .ignore()
    .returning('candidate_id');
  return rows.length === 1;
}

export async function isRoundFinished(db: Knex, round: ReminderRound): Promise<boolean> {
  return (await db('reminder_rounds').where(key(round)).first('batch_code')) !== undefined;
}

/** Records that everybody was looked at, so that the next minute need not. */
export async function finishRound(
  transaction: Knex.Transaction,
  round: ReminderRound,
  at: Date,
): Promise<void> {
  await transaction('reminder_rounds')
    .insert({ ...key(round), finished_at: at })
    .onConflict(['batch_code', 'closes_at', 'hours_before'])
    .ignore();
}
