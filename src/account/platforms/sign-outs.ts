import type { Knex } from 'knex';
import type { Provider } from 'oidc-provider';
import type { Logger } from '../../infrastructure/logger';
import { deleteSpentRecords } from './oidc-record.repository';
import {
  type DueSignOut,
  deleteOldPlatformSessions,
  markTold,
  takeDueSignOuts,
} from './platform-session.repository';

/** Tells platforms' servers that somebody signed out (OpenID Connect Back-Channel Logout). */
export interface SignOuts {
  /** Tells what is due now. @returns how many platforms were told. */
  tellDue(): Promise<number>;
  /** Does so soon, beside the request. */
  nudge(): void;
  /** Clears away what the provider needs no more. */
  clear(): Promise<void>;
  /** Resolves once what was nudged is over. */
  settle(): Promise<void>;
}

const AT_ONCE = 20;

export function createSignOuts(db: Knex, log: Logger, provider: () => Promise<Provider>): SignOuts {
  let running: Promise<unknown> | null = null;

  async function tell({ platformCode, sid, subject }: DueSignOut): Promise<boolean> {
    try {
      const client = await (await provider()).Client.find(platformCode);
      // The platform was removed since, or has no address for sign-outs: there is nobody to tell.
      if (client?.backchannelLogoutUri !== undefined) await client.backchannelLogout(subject, sid);
      await markTold(db, [sid]);
      return true;
    } catch (error) {
      log.warn(
        { err: error, platform: platformCode },
        'a platform could not be told of a sign-out; it will be tried again',
      );
      return false;
    }
  }

  async function tellDue(): Promise<number> {
    for (let count = 0; ; ) {
      const due = await takeDueSignOuts(db, AT_ONCE);
      const told = await Promise.all(due.map(tell));
      count += told.filter(Boolean).length;
      if (due.length < AT_ONCE) return count;
    }
  }

  return {
    tellDue,
    nudge() {
      const before = running ?? Promise.resolve();
      running = before
        .then(tellDue)
        .catch((error: unknown) => log.error({ err: error }, 'platforms could not be told of sign-outs'));
    },
    async clear() {
      await deleteSpentRecords(db);
      await deleteOldPlatformSessions(db);
    },
    async settle() {
      await running;
    },
  };
}
