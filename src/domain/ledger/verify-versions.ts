import type { Knex } from 'knex';
import { computeCheckValue, FIRST_HASH, hashBody } from '../choice-lists/canonical-body';
import { describeVersion, readNonce } from './leaf';
import {
  type ChainedVersion,
  listIdleClosings,
  listLostVersions,
  listUnequalAbandonments,
  listUnequalActs,
  listUnequalEnds,
  listUnequalStandings,
  readVersionsBehind,
} from './version-chain.repository';

export type VersionFaultCode =
  | 'hash'
  | 'chain'
  | 'gap'
  | 'end'
  | 'untraced'
  | 'standing'
  | 'closing'
  | 'abandonment'
  | 'acts'
  | 'lost'
  | 'leaf';

/** What is wrong with the versions of a candidate in a group. */
export interface VersionFault {
  readonly candidateNumber: string;
  readonly group: string;
  /** Null where it is the group as a whole. */
  readonly ordinal: number | null;
  /**
   * `hash`: header or body are not what was hashed; `chain`: the version before is not the one that was built upon;
   * `gap`: a version in between is gone; `end`: the group's row ends elsewhere; `untraced`: no attempt on record has
   * saved this form and body; `standing`: the group's row has another version in force, count or batch than its last
   * version, or one that was closed; `closing`: it closed a list that there is not; `abandonment`: it is given up without an act of its owner, or not though there is one; `acts`: it was given
   * up, or saves were given, otherwise than the acts on record say; `lost`: a save is on record, and its version is
   * gone; `leaf`: the ledger has taken another version.
   */
  readonly code: VersionFaultCode;
}

interface VersionOptions {
  readonly signal: AbortSignal;
  onFault(fault: VersionFault): void;
  onProgress(versions: number): void;
}

const CHUNK = 2000;

/** How many versions there are, and how many of them the ledger has not taken yet. */
interface VersionCount {
  readonly versions: number;
  readonly free: number;
}

/**
 * Computes the hash of every saved version anew, follows every chain to its end and compares each with its leaf, with
 * steady memory. @returns how many there are; fewer where the signal was given
 */
export async function verifyVersions(
  snapshot: Knex.Transaction,
  options: VersionOptions,
): Promise<VersionCount> {
  let count = 0;
  let free = 0;
  let position: ChainPosition | null = null;
  while (!options.signal.aborted) {
    const stretch: Stretch = await verifyStretch(snapshot, position, CHUNK, options.onFault);
    position = stretch.last;
    count += stretch.count;
    free += stretch.free;
    options.onProgress(count);
    if (position === null) break;
  }
  if (!options.signal.aborted) await compareWithGroups(snapshot, options);
  return { versions: count, free };
}

/** The version behind which to go on. */
export type ChainPosition = ChainedVersion;

interface Stretch {
  /** Null: there are no more behind. */
  readonly last: ChainPosition | null;
  readonly count: number;
  readonly free: number;
}

/** The same of so many versions behind a place. */
export async function verifyStretch(
  snapshot: Knex.Transaction,
  behind: ChainPosition | null,
  most: number,
  onFault: VersionOptions['onFault'],
): Promise<Stretch> {
  let before = behind;
  let free = 0;
  let count = 0;
  for await (const versions of readVersionsBehind(snapshot, behind, most))
    for (const version of versions) {
      const code = findFault(version, before);
      if (code !== null) onFault(tellOf(version, code));
      if (version.leaf === null) free += 1;
      count += 1;
      before = version;
    }
  return { last: count < most ? null : before, count, free };
}

/** What the chains themselves cannot show: the groups' rows, and the evidence of what was done. */
export async function compareWithGroups(
  snapshot: Knex,
  { onFault }: Pick<VersionOptions, 'onFault'>,
): Promise<void> {
  for (const { last, ...group } of await listUnequalEnds(snapshot))
    onFault({ ...group, ordinal: last, code: 'end' });
  for (const { last, ...group } of await listUnequalStandings(snapshot))
    onFault({ ...group, ordinal: last, code: 'standing' });
  for (const version of await listIdleClosings(snapshot)) onFault({ ...version, code: 'closing' });
  for (const group of await listUnequalAbandonments(snapshot))
    onFault({ ...group, ordinal: null, code: 'abandonment' });
  for (const group of await listUnequalActs(snapshot)) onFault({ ...group, ordinal: null, code: 'acts' });
  for (const group of await listLostVersions(snapshot)) onFault({ ...group, ordinal: null, code: 'lost' });
}

function findFault(version: ChainedVersion, before: ChainedVersion | null): VersionFaultCode | null {
  const { candidateId, group, ordinal, previousHash } = version;
  if (!computeHash(version).equals(version.hash)) return 'hash';
  const own = before !== null && before.candidateId === candidateId && before.group === group ? before : null;
  if (ordinal !== (own?.ordinal ?? 0) + 1) return 'gap';
  if (!previousHash.equals(own?.hash ?? FIRST_HASH)) return 'chain';
  if (!isInLedger(version)) return 'leaf';
  return isTraced(version) ? null : 'untraced';
}

function isInLedger(version: ChainedVersion): boolean {
  const { leaf } = version;
  return leaf === null || describeVersion(version, readNonce(leaf)) === leaf;
}

/** Officers put a version back; whatever else was saved has left an attempt. */
function isTraced({ actorKind, canonicalBody, formToken, triedToken, triedBodyHash }: ChainedVersion) {
  if (actorKind === 'officer') return true;
  return triedToken === formToken && triedBodyHash?.equals(hashBody(canonicalBody)) === true;
}

function computeHash(version: ChainedVersion): Buffer {
  const { actorKind, actorId, savedAt, canonicalBody, previousHash, nonce } = version;
  const header = { ...version, savedAt: savedAt.toISOString(), actor: `${actorKind} ${actorId}` };
  return computeCheckValue(header, canonicalBody, previousHash, nonce);
}

function tellOf({ candidateNumber, group, ordinal }: ChainedVersion, code: VersionFaultCode): VersionFault {
  return { candidateNumber, group, ordinal, code };
}
