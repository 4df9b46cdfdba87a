import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { settleVerdicts, type Verdict } from '../../rules/account/review-verdicts';
import { findHeldProof } from '../re-registration/re-registration.repository';
import type { SettleForOld } from '../re-registration/settle-for-old';
import type { UpholdProof } from '../re-registration/uphold-proof';
import { joinReasons, nameReasons } from './refusal-reason.presenter';
import type { ReviewCase } from './review-case';
import { decideCase, lockCase } from './review-case.repository';
import { listVerdicts } from './review-verdict.repository';
import { tellOne, tellSenders } from './tell-parties';

/** Days in which an approved applicant may do 实名信息绑定. */
const BIND_DAYS = 7;

/**
 * Carries out what the verdicts of a case come to, in the transaction of the last of them.
 * @returns null while another reviewer is needed
 */
export type DecideByVerdicts = (
  transaction: Knex.Transaction,
  found: ReviewCase,
  origin: Origin,
) => Promise<Verdict | null>;

export function createDecideByVerdicts(
  cipher: Cipher,
  settleForOld: SettleForOld,
  upholdProof: UpholdProof,
): DecideByVerdicts {
  /** One that works already has nothing to bind: its proof stands. */
  async function approve(
    transaction: Knex.Transaction,
    { id, accountId }: ReviewCase,
    origin: Origin,
  ): Promise<void> {
    const held = await findHeldProof(transaction, accountId);
    if (held !== null) {
      if ((await decideCase(transaction, id, 'bound')) !== 1) throw new AppError('conflict', 409);
      return upholdProof(transaction, held, origin);
    }
    if ((await decideCase(transaction, id, 'approved', BIND_DAYS)) !== 1) throw new AppError('conflict', 409);
    const approved = await lockCase(transaction, id);
    const values = { bindUntil: approved?.bindUntil ?? '' };
    await tellOne(transaction, cipher, accountId, 'reviewApproved', values);
  }

  async function giveBack(transaction: Knex.Transaction, found: ReviewCase, origin: Origin): Promise<void> {
    const { id, personId, rivalId, accountId } = found;
    if (rivalId === null) throw new Error(`case ${id} has no other side`);
    if ((await decideCase(transaction, id, 'restored')) !== 1) throw new AppError('conflict', 409);
    await settleForOld(transaction, { personId, oldAccountId: rivalId, newAccountId: accountId, origin });
  }

  return async (transaction, found, origin) => {
    const verdicts = await listVerdicts(transaction, found);
    const settled = settleVerdicts(verdicts.map(({ verdict }) => verdict));
    switch (settled) {
      case null:
        return null;
      case 'applicant':
        await approve(transaction, found, origin);
        return settled;
      case 'rival':
        await giveBack(transaction, found, origin);
        return settled;
      case 'neither': {
        if ((await decideCase(transaction, found.id, 'refused')) !== 1) throw new AppError('conflict', 409);
        const reasons = joinReasons(verdicts.map((one) => one.reasons));
        await tellSenders(transaction, cipher, found, 'reviewRefused', { reasons: nameReasons(reasons) });
        return settled;
      }
    }
  };
}
