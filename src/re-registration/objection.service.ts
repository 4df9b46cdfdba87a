import type { Knex } from 'knex';
import {
  auditAccount,
  cancelAccount,
  endAccountSessions,
  findAccount,
  lockAccount,
  lockPerson,
  tellAccount,
  unproveAccount,
} from '../accounts';
import type { Origin } from '../audit';
import { realTime } from '../clock';
import type { Cipher } from '../security/cipher';
import { hashObjectionToken } from './prove-account';
import {
  closeReRegistration,
  findByToken,
  findDue,
  findForUpdate,
  type ReRegistration,
} from './re-registration.repository';

/** What an objection page shows. */
export interface Objection {
  readonly userName: string;
  readonly route: ReRegistration['route'];
  readonly cancelAt: Date;
  /** `settled`: 客服 has heard both sides. */
  readonly state: 'open' | 'objected' | 'settled' | 'cancelled';
}

export interface ObjectionService {
  /** What a link is about; null for one that was never sent. */
  find(token: string): Promise<Objection | null>;
  /** The proof is taken back and the cancellation stopped; both accounts wait for 客服. @returns false when too late. */
  object(token: string, origin: Origin): Promise<boolean>;
  /** Cancels every old account whose 72 hours are over, one transaction each. @returns how many. */
  cancelDue(): Promise<number>;
}

export function createObjectionService(db: Knex, cipher: Cipher): ObjectionService {
  const nobody: Origin = { address: '', device: '' };

  function stateOf({ objectedAt, cancelledAt }: ReRegistration): Objection['state'] {
    if (objectedAt !== null) return 'objected';
    return cancelledAt === null ? 'open' : 'cancelled';
  }

  const cancel = ({ id, personId }: ReRegistration) =>
    db.transaction(async (transaction) => {
      await lockPerson(transaction, personId);
      const found = await findForUpdate(transaction, id);
      if (found === null || found.oldAccountId === null) return;
      const old = await lockAccount(transaction, found.oldAccountId);
      // Objected to, or cancelled by another process, since it was found.
      if ((await closeReRegistration(transaction, id, 'cancelled_at')) !== 1 || old === null) return;
      if ((await cancelAccount(transaction, old.id, 'suspended')) !== 1) return;
      await auditAccount(transaction, old, nobody, 'cancelAccount', { reRegistration: id });
      await tellAccount(transaction, cipher, old, { kind: 'cancelled', at: new Date(realTime()) });
    });

  return {
    async find(token) {
      const found = await findByToken(db, hashObjectionToken(token));
      const old =
        found === null || found.oldAccountId === null ? null : await findAccount(db, found.oldAccountId);
      if (found === null || old === null) return null;
      const rival = await findAccount(db, found.newAccountId);
      const waits = old.status === 'suspended' && rival?.status === 'unproved';
      const state = stateOf(found);
      return {
        userName: old.userName,
        route: found.route,
        cancelAt: found.cancelAt,
        state: state === 'objected' && !waits ? 'settled' : state,
      };
    },

    async object(token, origin) {
      return db.transaction(async (transaction) => {
        const found = await findByToken(transaction, hashObjectionToken(token));
        if (found === null || found.oldAccountId === null) return false;
        await lockPerson(transaction, found.personId);
        const late = found.cancelAt.getTime() <= realTime();
        if (late || (await closeReRegistration(transaction, found.id, 'objected_at')) !== 1) return false;
        const account = await lockAccount(transaction, found.newAccountId);
        if (account?.status === 'active') {
          await unproveAccount(transaction, account.id);
          await endAccountSessions(transaction, account.id, 'suspension');
          await tellAccount(transaction, cipher, account, {
            kind: 'objected',
            at: new Date(realTime()),
          });
        }
        await auditAccount(transaction, { id: found.oldAccountId }, origin, 'objectToProof', {
          reRegistration: found.id,
        });
        return true;
      });
    },

    async cancelDue() {
      for (let cancelled = 0; ; cancelled += 1) {
        const due = await findDue(db);
        if (due === null) return cancelled;
        await cancel(due);
      }
    },
  };
}
