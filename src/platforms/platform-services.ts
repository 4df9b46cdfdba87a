import type { Knex } from 'knex';
import type { Provider } from 'oidc-provider';
import type { Logger } from '../logger';
import type { Cipher } from '../security/cipher';
import { deriveOwnSecret } from './client-metadata';
import { type ConsentService, createConsentService } from './consent.service';
import { createOwnAddress, type OwnAddress } from './own-address';
import { createProvider } from './provider';
import { createSignOuts, type SignOuts } from './sign-outs';

/** The provider of OpenID Connect and everything about it. */
export interface PlatformServices {
  /** Loaded with the first request that needs it. */
  provider(): Promise<Provider>;
  readonly consents: ConsentService;
  readonly signOuts: SignOuts;
  readonly ownAddress: OwnAddress;
  /** The secret of a client that is served by this installation. */
  secretOf(code: string): string;
}

export interface PlatformParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly publicUrl: URL;
  readonly demo: boolean;
  /** 32 bytes. */
  readonly key: Buffer;
  readonly cookieKey: string;
}

export function buildPlatformServices(parts: PlatformParts): PlatformServices {
  const ownAddress = createOwnAddress(parts.publicUrl);
  let loading: Promise<Provider> | null = null;
  const provider = () => {
    loading ??= createProvider({ ...parts, fetch: ownAddress.fetch });
    return loading;
  };
  return {
    provider,
    consents: createConsentService(parts.db, parts.cipher),
    signOuts: createSignOuts(parts.db, parts.log, provider),
    ownAddress,
    secretOf: (code) => deriveOwnSecret(parts.key, code),
  };
}
