import { createHash, randomBytes } from 'node:crypto';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import { wallClock } from '../../infrastructure/clock';

/** What a code of the demo's providers stands for. */
interface DemoGrant {
  readonly kind: FactorKind;
  readonly subject: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string;
}

export interface DemoGrants {
  /** @returns a code that serves once, for five minutes. */
  issue(grant: DemoGrant): string;
  /** Null for a code of another provider, one that was used or has expired, and a verifier that does not fit. */
  take(kind: FactorKind, code: string, verifier: string): DemoGrant | null;
}

const LIFE_MS = 5 * 60_000;
const MAX = 1000;

/** Codes in memory: the demo is one process, and a code lives for minutes. */
export function createDemoGrants(): DemoGrants {
  const open = new Map<string, DemoGrant & { readonly until: number }>();
  return {
    issue(grant) {
      const [oldest] = open.keys();
      if (open.size >= MAX && oldest !== undefined) open.delete(oldest);
      const code = randomBytes(18).toString('base64url');
      open.set(code, { ...grant, until: wallClock() + LIFE_MS });
      return code;
    },
    take(kind, code, verifier) {
      const grant = open.get(code);
      if (grant === undefined || grant.kind !== kind) return null;
      open.delete(code);
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      return grant.until > wallClock() && challenge === grant.challenge ? grant : null;
    },
  };
}
