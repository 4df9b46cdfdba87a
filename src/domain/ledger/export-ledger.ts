import type { Knex } from 'knex';
import { writeVerifier } from './checkpoint';
import { findLedgerIdentity, listCheckpoints, listHandovers } from './checkpoint.repository';
import { listExportedGroups, listLeafHashes } from './export.repository';
import { atOneInstant } from './version-chain.repository';

const CANDIDATES_AT_ONCE = 500;
const LEAVES_A_LINE = 1000;
const CHECKPOINTS_AT_ONCE = 1000;

interface ExportOptions {
  readonly signal: AbortSignal;
  onProgress(versions: number): void;
}

type Write = (text: string) => Promise<void>;
type Put = (what: unknown) => Promise<void>;

/**
 * Writes all that a check of the ledger needs, on the data of one instant, as lines of JSON: what it is and how it is
 * signed, the leaves' hashes in order, the checkpoints, and the groups with their versions and acts, each followed by
 * the bodies of its versions as they are, a line each. It holds choices in clear. `write` may wait. @returns how many versions there are; fewer where the signal was given
 */
export async function exportLedger(db: Knex, write: Write, options: ExportOptions): Promise<number> {
  return atOneInstant(db, async (snapshot) => {
    const put: Put = (what) => write(`${JSON.stringify(what)}\n`);
    const identity = await findLedgerIdentity(snapshot);
    const handovers = await listHandovers(snapshot);
    const first = handovers[0]?.formerKey ?? identity?.publicKey;
    await put({
      format: 'zhiyuan-ledger-1',
      verifier: identity === null || first === undefined ? null : writeVerifier(identity.origin, first),
      handovers: handovers.map(({ note }) => note),
    });
    await putLeaves(snapshot, put);
    await putCheckpoints(snapshot, put);
    const versions = await putGroups(snapshot, write, options);
    await put({ end: true });
    return versions;
  });
}

async function putLeaves(snapshot: Knex, put: Put): Promise<void> {
  for (let from = 0, count = LEAVES_A_LINE; count === LEAVES_A_LINE; from += count) {
    const leaves = await listLeafHashes(snapshot, from, LEAVES_A_LINE);
    count = leaves.length;
    await put({ leaves });
  }
}

async function putCheckpoints(snapshot: Knex, put: Put): Promise<void> {
  for (let above = 0, count = CHECKPOINTS_AT_ONCE; count === CHECKPOINTS_AT_ONCE; ) {
    const checkpoints = await listCheckpoints(snapshot, above, CHECKPOINTS_AT_ONCE);
    for (const { note } of checkpoints) await put({ checkpoint: note });
    count = checkpoints.length;
    above = checkpoints.at(-1)?.size ?? above;
  }
}

async function putGroups(
  snapshot: Knex,
  write: Write,
  { signal, onProgress }: ExportOptions,
): Promise<number> {
  let count = 0;
  for (let behind: number | null = 0; behind !== null && !signal.aborted; ) {
    const { groups, last } = await listExportedGroups(snapshot, behind, CANDIDATES_AT_ONCE);
    for (const { candidateNumber, group, row, versions, bodies, acts } of groups) {
      const line = JSON.stringify({ candidate: candidateNumber, group, row, versions, acts });
      await write(`${[line, ...bodies].join('\n')}\n`);
      count += versions.length;
    }
    behind = last;
    onProgress(count);
  }
  return count;
}
