import type { Knex } from 'knex';
import {
  type AccountLinkService,
  createAccountLinkService,
  isLinked,
} from '../domain/account-links/account-link.service';
import type { AccountArrival } from '../domain/credentials/session-data';
import type { OwnerCheck } from '../domain/identity/owner-check';
import type { Config } from '../infrastructure/config/config';
import type { Logger } from '../infrastructure/logger';
import { createRelyingParty, type RelyingParty } from '../infrastructure/relying-party/relying-party';
import type { Cipher } from '../infrastructure/security/cipher';
import { createOutbound } from '../infrastructure/security/outbound';
import { type DemoPlatform, demoPathOf } from './demo-platforms/demo-platforms';
import { createDemoVisits, type DemoVisits } from './demo-platforms/demo-visits';
import { CANDIDATE_PLATFORM } from './platforms/platform';
import { buildPlatformServices, type PlatformServices } from './platforms/platform-services';
import { isPlatformSessionOpen } from './platforms/platform-session.repository';
import { issuerOf } from './platforms/provider';

/** What one 学信 account opens: the provider, and the platforms of this installation that are its clients. */
export interface AccountPlatforms {
  readonly provider: PlatformServices;
  readonly links: AccountLinkService;
  /** The candidates' platform as a client. */
  readonly candidateParty: RelyingParty;
  /** The platforms that the demo plays; null outside the demo. */
  readonly demo: DemoParties | null;
  readonly publicUrl: URL;
}

export interface DemoParties {
  readonly visits: DemoVisits;
  partyOf(platform: DemoPlatform): RelyingParty;
}

export interface AccountPlatformParts {
  readonly config: Config;
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  readonly ownerCheck: OwnerCheck;
}

export function buildAccountPlatforms(parts: AccountPlatformParts): AccountPlatforms {
  const { config, db, cipher } = parts;
  const { publicUrl, secrets } = config;
  const isDemo = config.environment === 'demo';
  const provider = buildPlatformServices({
    ...parts,
    publicUrl,
    demo: isDemo,
    key: secrets.oidcKey,
    cookieKey: secrets.session,
    outbound: createOutbound(config.outboundAllow),
  });
  const createParty = (clientId: string, returnPath: string) =>
    createRelyingParty({
      issuer: new URL(issuerOf(publicUrl)),
      clientId,
      clientSecret: provider.secretOf(clientId),
      redirectUri: new URL(returnPath, publicUrl).href,
      fetch: provider.ownAddress.fetch,
    });
  const parties = new Map<string, RelyingParty>();
  const partyOf = ({ code }: DemoPlatform) => {
    const party = parties.get(code) ?? createParty(code, `${demoPathOf(code)}/return`);
    parties.set(code, party);
    return party;
  };
  return {
    provider,
    links: createAccountLinkService(parts),
    candidateParty: createParty(CANDIDATE_PLATFORM, '/sign-in/account/return'),
    demo: isDemo ? { visits: createDemoVisits(db, cipher), partyOf } : null,
    publicUrl,
  };
}

/** Whether an account may still stand in the password's place: linked, and signed in where the candidate began. */
export async function mayArrive(
  db: Knex,
  candidateId: number,
  { subject, sid }: AccountArrival,
): Promise<boolean> {
  return (await isLinked(db, candidateId, subject)) && (await isPlatformSessionOpen(db, sid));
}
