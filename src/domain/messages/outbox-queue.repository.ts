import type { Knex } from 'knex';
import type { Channel } from './outbox.repository';

/** Messages that wait on each other and on nobody else: a slow gateway or a flood of notices holds up no code. */
export interface Lane {
  readonly channel: Channel;
  readonly atMostOnce: boolean;
}

/** A message taken for one attempt. */
export interface ClaimedMessage {
  readonly id: number;
  readonly stableId: string;
  readonly kind: string;
  readonly channel: Channel;
  readonly candidateId: number | null;
  readonly candidateNumber: string | null;
  readonly accountId: number | null;
  readonly atMostOnce: boolean;
  /** This attempt included. */
  readonly attempts: number;
  readonly destinationCipher: Buffer;
  readonly textCipher: Buffer;
  readonly lifeSeconds: number | null;
}

/** What a sender does with the outbox; every step is committed by itself. Times are real time. */
export interface OutboxQueue {
  /**
   * Takes due messages of a lane, oldest first, for so many seconds: a sender that has died by then is taken to
   * have failed. A code loses its text here, so that nobody can send it a second time.
   */
  claim(lane: Lane, limit: number, leaseSeconds: number): Promise<ClaimedMessage[]>;
  markSent(message: ClaimedMessage): Promise<void>;
  /** Records a failed attempt; the next one is due after so many seconds. */
  postpone(message: ClaimedMessage, delaySeconds: number, error: string): Promise<void>;
  giveUp(message: ClaimedMessage, error: string): Promise<void>;
  /** Gives up what has expired, is a day old, or is a code whose sender died. @returns how many. */
  giveUpOverdue(): Promise<number>;
}

export function createOutboxQueue(db: Knex): OutboxQueue {
  const waiting = ({ id, attempts }: ClaimedMessage) =>
    db('outbox_messages').where({ id, attempts }).whereNull('sent_at').whereNull('given_up_at');

  return {
    async claim({ channel, atMostOnce }, limit, leaseSeconds) {
      const { rows } = await db.raw<{ rows: ClaimedMessage[] }>(
        `with due as (
           select id, text_cipher from outbox_messages
            where sent_at is null and given_up_at is null and next_attempt_at <= statement_timestamp()
              and channel = ? and at_most_once = ? and (not at_most_once or attempts = 0)
              and (expires_at is null or expires_at > statement_timestamp())
              and created_at > statement_timestamp() - interval '24 hours'
            order by next_attempt_at limit ?
              for update skip locked)
         update outbox_messages as taken
            set attempts = taken.attempts + 1,
                next_attempt_at = statement_timestamp() + make_interval(secs => ?),
                text_cipher = case when taken.at_most_once then null else taken.text_cipher end
           from due where due.id = taken.id
         returning taken.id, taken.stable_id as "stableId", taken.kind, taken.channel,
                   taken.candidate_id as "candidateId", taken.account_id as "accountId",
                   (select candidate_number from candidates c where c.id = taken.candidate_id) as "candidateNumber",
                   taken.at_most_once as "atMostOnce", taken.attempts,
                   taken.destination_cipher as "destinationCipher", due.text_cipher as "textCipher",
                   ceil(extract(epoch from taken.expires_at - statement_timestamp()))::int as "lifeSeconds"`,
        [channel, atMostOnce, limit, leaseSeconds],
      );
      return rows;
    },

    async markSent({ id }) {
      // Even when it was given up meanwhile: it was sent.
      await db('outbox_messages')
        .where({ id })
        .whereNull('sent_at')
        .update({
          sent_at: db.raw('clock_timestamp()'),
          given_up_at: null,
          text_cipher: null,
          last_error: null,
        });
    },

    async postpone(message, delaySeconds, error) {
      await waiting(message).update({
        next_attempt_at: db.raw('clock_timestamp() + make_interval(secs => ?)', [delaySeconds]),
        last_error: error,
      });
    },

    async giveUp(message, error) {
      await waiting(message).update({
        given_up_at: db.raw('clock_timestamp()'),
        text_cipher: null,
        last_error: error,
      });
    },

    async giveUpOverdue() {
      const { rowCount } = await db.raw<{ rowCount: number }>(
        `update outbox_messages
            set given_up_at = clock_timestamp(), text_cipher = null, last_error = coalesce(last_error, 'overdue')
          where sent_at is null and given_up_at is null
            and (expires_at <= statement_timestamp()
                 or created_at <= statement_timestamp() - interval '24 hours'
                 or (at_most_once and attempts > 0 and next_attempt_at <= statement_timestamp()))`,
      );
      return rowCount;
    },
  };
}
