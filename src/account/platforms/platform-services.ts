import type { Knex } from 'knex';
import type { Provider } from 'oidc-provider';
import { endAccountSession } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import type { Logger } from '../../infrastructure/logger';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type KeyRing, perTurn } from '../../infrastructure/security/key-ring';
import type { Outbound } from '../../infrastructure/security/outbound';
import { deriveOwnSecret } from './client-metadata';
import { type ConsentService, createConsentService } from './consent.service';
import { createOwnAddress, type OwnAddress } from './own-address';
import { createPlatformDirectory, type PlatformDirectory } from './platform-directory';
import { findSessionOfSid, markTold } from './platform-session.repository';
import { createProvider } from './provider';
import { createSignOuts, type SignOuts } from './sign-outs';

/** The provider of OpenID Connect and everything about it. */
export interface PlatformServices {
  /** Loaded with the first request that needs it. */
  provider(): Promise<Provider>;
  readonly directory: PlatformDirectory;
  readonly consents: ConsentService;
  readonly signOuts: SignOuts;
  /** Signs an account out everywhere by one of its sids, for a platform of this installation that was left. */
  signOut(sid: string, origin: Origin): Promise<void>;
  readonly ownAddress: OwnAddress;
  /** The secret of a client that is served by this installation. */
  secretOf(code: string): string;
}

interface PlatformParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly publicUrl: URL;
  readonly demo: boolean;
  /** 32 bytes each. */
  readonly keys: KeyRing;
  readonly cookieKeys: KeyRing;
  readonly outbound: Outbound;
}

export function buildPlatformServices(parts: PlatformParts): PlatformServices {
  const ownAddress = createOwnAddress(parts.publicUrl, parts.outbound);
  const directory = createPlatformDirectory(parts);
  // What is kept stands in the database: another provider goes on where the one before it was.
  const loading = perTurn(parts.keys, () =>
    perTurn(parts.cookieKeys, () => createProvider({ ...parts, directory, fetch: ownAddress.fetch })),
  );
  const provider = () => loading()();
  const { db } = parts;
  const signOuts = createSignOuts(db, parts.log, provider);
  return {
    provider,
    directory,
    consents: createConsentService(db, parts.cipher),
    signOuts,
    async signOut(sid, origin) {
      await db.transaction(async (transaction) => {
        const session = await findSessionOfSid(transaction, sid);
        await markTold(transaction, [sid]);
        if (session === null) return;
        const { accountId, sessionId } = session;
        if ((await endAccountSession(transaction, accountId, sessionId, 'owner')) !== 1) return;
        await auditAccount(transaction, { id: accountId }, origin, 'signOut', { by: 'platform' });
      });
      signOuts.nudge();
    },
    ownAddress,
    secretOf: (code) => deriveOwnSecret(parts.keys.current(), code),
  };
}
