import type { Knex } from 'knex';
import { z } from 'zod';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { LivenessFault } from '../../rules/account/liveness';

export type LivenessOutcome = 'proved' | LivenessFault | 'forged' | 'replaced' | 'contested';

const ticketShape = z.object({ token: z.string(), matchCode: z.string(), address: z.string() });

/** What names a check to the service behind the app, the code of its page, where its QR code leads: whoever has it answers for its owner. */
type Ticket = z.infer<typeof ticketShape>;

/** Once it is decided nothing is kept of it. */
const NO_TICKET: Ticket = { token: '', matchCode: '', address: '' };

/** One check by the phone app. */
export interface LivenessCheckRow extends Readonly<Ticket> {
  readonly id: number;
  readonly expiresAt: Date;
  readonly decidedAt: Date | null;
  readonly outcome: LivenessOutcome | null;
}

const columns = {
  id: 'id',
  sealed: 'ticket_cipher',
  expiresAt: 'expires_at',
  decidedAt: 'decided_at',
  outcome: 'outcome',
} as const;

/** One check of an account is open at a time. */
const ticketContext = (accountId: number) => ({ column: 'liveness_checks.ticket', row: accountId });

/** Begins a check; one that was open before stops serving. The account must be locked. */
export async function insertLivenessCheck(
  transaction: Knex.Transaction,
  cipher: Cipher,
  accountId: number,
  { expiresAt, ...ticket }: Ticket & Pick<LivenessCheckRow, 'expiresAt'>,
): Promise<void> {
  await transaction('liveness_checks')
    .where({ account_id: accountId })
    .whereNull('decided_at')
    .update({ decided_at: transaction.raw('clock_timestamp()'), outcome: 'replaced', ticket_cipher: null });
  await transaction('liveness_checks').insert({
    account_id: accountId,
    ticket_cipher: cipher.encrypt(JSON.stringify(ticket), ticketContext(accountId)),
    expires_at: expiresAt,
  });
}

/** The newest check of an account, decided or not. */
export async function findNewestCheck(
  db: Knex,
  cipher: Cipher,
  accountId: number,
): Promise<LivenessCheckRow | null> {
  const row: (Omit<LivenessCheckRow, keyof Ticket> & { readonly sealed: Buffer | null }) | undefined =
    await db('liveness_checks').where({ account_id: accountId }).orderBy('id', 'desc').first(columns);
  if (row === undefined) return null;
  const { sealed, ...check } = row;
  if (sealed === null) return { ...check, ...NO_TICKET };
  return { ...check, ...ticketShape.parse(JSON.parse(cipher.decrypt(sealed, ticketContext(accountId)))) };
}

/** Decides a check, once. @returns how many rows changed: 0 when it was decided before. */
export async function decideCheck(transaction: Knex, id: number, outcome: LivenessOutcome): Promise<number> {
  return transaction('liveness_checks')
    .where({ id })
    .whereNull('decided_at')
    .update({ decided_at: transaction.raw('clock_timestamp()'), outcome, ticket_cipher: null });
}
