import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { type Sealed, sealFactor } from '../../domain/accounts/sealed';
import type { Logger } from '../../infrastructure/logger';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type OpenedAt, requireWayBack } from '../../infrastructure/way-back';
import type { FactorProviders } from '../factor-providers/build-providers';
import { createNonce, type FactorProvider, ProviderError } from '../factor-providers/provider';
import { insertScan, type TakenScan, takeScan } from './scan.repository';
import type { ScanLimits } from './scan-limits';
import { SCAN_MS } from './session-data';

/** What somebody scans for. */
const scanPurposes = ['signIn', 'bind', 'findUserName', 'findPassword', 'proveOwner', 'changePhone'] as const;
export type ScanPurpose = (typeof scanPurposes)[number];

/** Who scanned, as the provider told us and nobody else. */
export interface Scanned {
  readonly kind: FactorKind;
  readonly subject: Sealed;
  /** Who binds; null for whoever is not signed in. */
  readonly accountId: number | null;
}

interface ScanRequest {
  readonly kind: FactorKind;
  readonly purpose: ScanPurpose;
  /** What stands in the session of the browser that goes; what comes back serves there alone. */
  readonly journey: string;
  readonly accountId: number | null;
  readonly openedAt: OpenedAt;
}

type ScanStart =
  | { readonly outcome: 'begun'; readonly address: string }
  | ({ readonly outcome: 'limited' } & Limited);

type ScanEnd =
  | { readonly outcome: 'scanned'; readonly purpose: ScanPurpose; readonly scanned: Scanned }
  /** Not from here: state missing, wrong, used before, too old, of another browser or provider. */
  | { readonly outcome: 'stale' }
  /** 拒绝 · the code serves nobody · the provider does not answer, or not as it should. */
  | { readonly outcome: 'declined' | 'refused' | 'unavailable'; readonly purpose: ScanPurpose };

export interface ScanService {
  /** The providers that are offered, 微信 first. */
  readonly kinds: readonly FactorKind[];
  /** Where to send the browser. @throws AppError otherAddress where it would not come back to its own cookies. */
  begin(request: ScanRequest, origin: Origin): Promise<ScanStart>;
  /** What a browser came back with; one state serves once, whatever comes of it. */
  end(kind: FactorKind, query: Readonly<Record<string, unknown>>, journey: string): Promise<ScanEnd>;
}

interface ScanParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly log: Logger;
  /** Of states and journeys. */
  readonly keyed: (text: string) => Buffer;
  readonly providers: FactorProviders;
  readonly scanLimits: ScanLimits;
}

const contextOf = (stateHash: Buffer) => ({
  column: 'factor_scans.extras',
  row: stateHash.toString('hex'),
});
const STATE_SHAPE = /^[0-9a-f]{64}$/;
const CODE_SHAPE = /^[\x21-\x7e]{1,512}$/;
const extrasShape = z.object({ verifier: z.string(), nonce: z.string() });
type Extras = z.infer<typeof extrasShape>;

/** To 微信 or 支付宝 and back: OAuth with a state of one use, bound to the browser; PKCE and nonce where they are taken. */
export function createScanService(parts: ScanParts): ScanService {
  const { db, cipher, log, keyed, providers, scanLimits: limits } = parts;
  const stateHash = (state: string) => keyed(`scan-state|${state}`);
  const journeyHash = (journey: string) => keyed(`scan-journey|${journey}`);
  const findProvider = (kind: FactorKind): FactorProvider | null =>
    providers.offered.find((one) => one.kind === kind) ?? null;

  const seal = (extras: Extras, at: Buffer) => cipher.encrypt(JSON.stringify(extras), contextOf(at));
  const open = ({ extrasCipher, stateHash: at }: TakenScan): Extras | null =>
    extrasCipher === null ? null : extrasShape.parse(JSON.parse(cipher.decrypt(extrasCipher, contextOf(at))));

  /** Uses a state up, in the browser that took it along. */
  async function take(kind: FactorKind, state: unknown, journey: string): Promise<TakenScan | null> {
    if (journey === '' || typeof state !== 'string' || !STATE_SHAPE.test(state)) return null;
    return takeScan(db, { stateHash: stateHash(state), journeyHash: journeyHash(journey), kind });
  }

  async function redeem(
    provider: FactorProvider,
    code: string,
    taken: TakenScan,
    purpose: ScanPurpose,
  ): Promise<ScanEnd> {
    const { kind } = provider;
    try {
      const redirectUri = providers.redirectUris[kind];
      const name = await provider.redeem({ code, redirectUri, extras: open(taken) });
      const subject = sealFactor(cipher, kind, name);
      return { outcome: 'scanned', purpose, scanned: { kind, subject, accountId: taken.accountId } };
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      log.warn({ provider: kind, fault: error.message }, 'a scan was not confirmed');
      return { outcome: error.fault, purpose };
    }
  }

  return {
    kinds: providers.offered.map(({ kind }) => kind),

    async begin({ kind, purpose, journey, accountId, openedAt }, origin) {
      const provider = findProvider(kind);
      if (provider === null) throw new Error(`${kind} is not offered`);
      // The demo's pages are this site's own, by whichever name it was opened.
      if (provider.origin !== null) requireWayBack(openedAt, providers.redirectUris[kind]);
      const limited =
        (await limits.chargeStart(origin)) ??
        (purpose === 'bind' && accountId !== null ? await limits.chargeBinding(accountId, origin) : null);
      if (limited !== null) return { outcome: 'limited', ...limited };
      const state = createNonce();
      const extras = provider.takesExtras ? { verifier: createNonce(), nonce: createNonce() } : null;
      await insertScan(db, {
        stateHash: stateHash(state),
        journeyHash: journeyHash(journey),
        kind,
        purpose,
        accountId,
        extrasCipher: extras && seal(extras, stateHash(state)),
        lifeSeconds: SCAN_MS / 1000,
      });
      const address = provider.buildAuthorizeUrl({
        state,
        redirectUri: providers.redirectUris[kind],
        extras: extras && { challenge: challengeOf(extras.verifier), nonce: extras.nonce },
      });
      return { outcome: 'begun', address };
    },

    async end(kind, query, journey) {
      const provider = findProvider(kind);
      const taken = provider === null ? null : await take(kind, query.state, journey);
      const purpose = scanPurposes.find((one) => one === taken?.purpose);
      if (provider === null || taken === null || purpose === undefined) return { outcome: 'stale' };
      const code = query[provider.codeField];
      if (code === undefined) return { outcome: 'declined', purpose };
      if (typeof code !== 'string' || !CODE_SHAPE.test(code)) return { outcome: 'refused', purpose };
      return redeem(provider, code, taken, purpose);
    },
  };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
