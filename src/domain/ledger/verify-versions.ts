import type { Knex } from 'knex';
import { computeCheckValue, FIRST_HASH } from '../choice-lists/canonical-body';
import {
  atOneInstant,
  type ChainedVersion,
  listUnequalEnds,
  listVersionsBehind,
} from './version-chain.repository';

export type LedgerFaultCode = 'hash' | 'chain' | 'gap' | 'end';

/** What is wrong with the versions of a candidate in a group. */
export interface LedgerFault {
  readonly candidateNumber: string;
  readonly group: string;
  readonly ordinal: number;
  /**
   * `hash`: header or body are not what was hashed; `chain`: the version before is not the one that was built upon;
   * `gap`: a version in between is gone; `end`: the group's row ends elsewhere.
   */
  readonly code: LedgerFaultCode;
}

interface LedgerOptions {
  readonly signal: AbortSignal;
  onFault(fault: LedgerFault): void;
  onProgress(versions: number): void;
}

const CHUNK = 2000;

/**
 * Computes the hash of every saved version anew and follows every chain to its end, on the data of one instant and
 * with steady memory. @returns how many versions there are; fewer where the signal was given
 */
export async function verifyVersions(db: Knex, options: LedgerOptions): Promise<number> {
  return atOneInstant(db, async (snapshot) => {
    let count = 0;
    let before: ChainedVersion | null = null;
    while (!options.signal.aborted) {
      const versions: readonly ChainedVersion[] = await listVersionsBehind(snapshot, before, CHUNK);
      for (const version of versions) {
        const code = findFault(version, before);
        if (code !== null) options.onFault(tellOf(version, code));
        before = version;
      }
      count += versions.length;
      options.onProgress(count);
      if (versions.length < CHUNK) break;
    }
    for (const { candidateNumber, group, last } of await listUnequalEnds(snapshot))
      options.onFault({ candidateNumber, group, ordinal: last, code: 'end' });
    return count;
  });
}

function findFault(version: ChainedVersion, before: ChainedVersion | null): LedgerFaultCode | null {
  const { candidateId, group, ordinal, previousHash } = version;
  if (!computeHash(version).equals(version.hash)) return 'hash';
  const own = before !== null && before.candidateId === candidateId && before.group === group ? before : null;
  if (ordinal !== (own?.ordinal ?? 0) + 1) return 'gap';
  return previousHash.equals(own?.hash ?? FIRST_HASH) ? null : 'chain';
}

function computeHash(version: ChainedVersion): Buffer {
  const { actorKind, actorId, savedAt, canonicalBody, previousHash, nonce } = version;
  const header = { ...version, savedAt: savedAt.toISOString(), actor: `${actorKind} ${actorId}` };
  return computeCheckValue(header, canonicalBody, previousHash, nonce);
}

function tellOf({ candidateNumber, group, ordinal }: ChainedVersion, code: LedgerFaultCode): LedgerFault {
  return { candidateNumber, group, ordinal, code };
}
