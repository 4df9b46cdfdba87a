import type { Knex } from 'knex';
import { findLedgerIdentity } from './checkpoint.repository';
import { type TreeFault, verifyTree } from './verify-tree';
import { type VersionFault, verifyVersions } from './verify-versions';
import { atOneInstant } from './version-chain.repository';

interface LedgerOptions {
  readonly signal: AbortSignal;
  /** Checkpoints that were kept elsewhere. */
  readonly published: readonly string[];
  onVersionFault(fault: VersionFault): void;
  onTreeFault(fault: TreeFault): void;
  onProgress(versions: number): void;
}

/** What was looked at; less where the signal was given. */
interface LedgerCount {
  readonly versions: number;
  /** Versions that the ledger has not taken yet. */
  readonly free: number;
  readonly leaves: number;
  readonly checkpoints: number;
}

/** Versions, groups, leaves and checkpoints against each other, on the data of one instant. */
export async function verifyLedger(db: Knex, options: LedgerOptions): Promise<LedgerCount> {
  return atOneInstant(db, async (snapshot) => {
    const { signal, published } = options;
    const identity = await findLedgerIdentity(snapshot);
    const versions = await verifyVersions(snapshot, { ...options, onFault: options.onVersionFault });
    const tree = await verifyTree(snapshot, identity, { signal, published, onFault: options.onTreeFault });
    return { ...versions, ...tree };
  });
}
