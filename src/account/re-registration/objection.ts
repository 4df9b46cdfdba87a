import type { Knex } from 'knex';
import type { Account } from '../../domain/accounts/account';
import { findAccount } from '../../domain/accounts/account.repository';
import type { NumberClaim } from '../../domain/re-registration/number-claim.repository';
import type { ReRegistration } from '../../domain/re-registration/re-registration.repository';
import type { ProofRoute } from '../../rules/account/proof-route';

/** What an objection page shows. */
export interface Objection {
  readonly userName: string;
  /** How the other account was proved; null: not yet. */
  readonly route: ProofRoute | null;
  /** When the proof takes effect, or the account is cancelled; null: nothing is proved. */
  readonly at: Date | null;
  /**
   * `claimed`, `waiting`, `claimObjected`, `claimOver`: the account still works · `open`, `objected`, `settled`,
   * `cancelled`: it was stopped. `settled`: 客服 has heard both sides.
   */
  readonly state:
    | 'claimed'
    | 'waiting'
    | 'claimObjected'
    | 'claimOver'
    | 'open'
    | 'objected'
    | 'settled'
    | 'cancelled';
}

/** A proof that has taken effect; null when the account that lost is gone. */
export async function describeProof(db: Knex, proof: ReRegistration): Promise<Objection | null> {
  const old = proof.oldAccountId === null ? null : await findAccount(db, proof.oldAccountId);
  if (old === null) return null;
  const rival = await findAccount(db, proof.newAccountId);
  const state = stateOf(proof, old, rival);
  return { userName: old.userName, route: proof.route, at: proof.cancelAt, state };
}

/** A claim that has not taken effect yet; null when the account that has the number is gone. */
export async function describeClaim(db: Knex, claim: NumberClaim): Promise<Objection | null> {
  const old = await findAccount(db, claim.oldAccountId);
  if (old === null) return null;
  const { route, effectiveAt: at, objectedAt, endedAt } = claim;
  const common = { userName: old.userName, route, at };
  if (objectedAt !== null) return { ...common, state: 'claimObjected' };
  if (endedAt !== null) return { ...common, state: 'claimOver' };
  return { ...common, state: route === null ? 'claimed' : 'waiting' };
}

function stateOf(proof: ReRegistration, old: Account, rival: Account | null): Objection['state'] {
  if (proof.cancelledAt !== null || old.status === 'cancelled') return 'cancelled';
  if (proof.heard || proof.upheldAt !== null) return 'settled';
  if (proof.objectedAt === null) return old.status === 'suspended' ? 'open' : 'settled';
  const waits = rival?.status === 'unproved' || (rival?.status === 'active' && proof.route === 'app');
  return old.status === 'suspended' && waits ? 'objected' : 'settled';
}
