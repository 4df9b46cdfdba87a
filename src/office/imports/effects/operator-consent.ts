import type { Knex } from 'knex';
import { type AskedConsent, numberToType } from '../../../rules/consent/import-consent';
import type { KindCode } from '../kind';
import { findApprovalByMark, useApproval } from './approval.repository';
import type { Consent, Stake } from './effect';

/** What the operator typed for an import that asks for consent. */
interface OperatorWord {
  readonly kind: KindCode;
  readonly reason: string;
  /** Of records that go or change; null where none was typed. */
  readonly number: number | null;
}

/**
 * The operator's consent: a reason and the right number; while a batch may be filed, an officer of the province must
 * have approved exactly this in the browser. Null where anything of it is missing.
 */
export async function findOperatorConsent(
  transaction: Knex.Transaction,
  { kind, reason, number }: OperatorWord,
  stake: Stake,
  asks: AskedConsent,
): Promise<Consent | null> {
  if (reason === '' || number !== numberToType(stake)) return null;
  if (asks === 'number') return { reason, approvedBy: null };
  const approval = await findApprovalByMark(transaction, kind, stake.mark);
  if (approval?.decision !== 'approved') return null;
  if ((await useApproval(transaction, approval.id)) !== 1) return null;
  return { reason: approval.reason, approvedBy: `officer ${approval.deciderId}` };
}
