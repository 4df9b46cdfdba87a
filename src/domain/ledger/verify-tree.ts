import type { Knex } from 'knex';
import { isSignedBy, readNote } from './checkpoint';
import { type LedgerIdentity, listCheckpoints, listHandovers } from './checkpoint.repository';
import { type Handover, keyForSize, readHandover } from './handover';
import { describeAct, readNonce } from './leaf';
import { type KeptLeaf, listLeaves } from './leaf.repository';
import { createGrowingTree, hashLeaf } from './merkle-tree';

export type TreeFaultCode =
  | 'missing'
  | 'content'
  | 'orphan'
  | 'act'
  | 'signature'
  | 'note'
  | 'root'
  | 'beyond';

/** What is wrong with a leaf, or with a checkpoint. */
export interface TreeFault {
  /** Of the leaf, or the size that the checkpoint says. */
  readonly place: number;
  /**
   * `missing`: there is no such leaf; `content`: what stands in it is not what was hashed; `orphan`: the version or act
   * that it was taken from is gone; `act`: that act is another; `signature`: the checkpoint is not signed with the key
   * of this ledger; `note`: what is kept of it is not what it says; `root`: the leaves below are not those of then;
   * `beyond`: there are fewer leaves than it says.
   */
  readonly code: TreeFaultCode;
  /** What the leaf says, where it is one. */
  readonly content: string | null;
}

interface TreeOptions {
  readonly signal: AbortSignal;
  /** Checkpoints that were kept elsewhere, as they were published. */
  readonly published: readonly string[];
  onFault(fault: TreeFault): void;
}

/** What was signed: so many leaves had that root. */
interface Claim {
  readonly size: number;
  readonly root: Buffer;
}

const CHUNK = 5000;

/**
 * Builds the tree anew from its leaves and compares it with every checkpoint, those that are kept here and those that
 * were published; and each leaf with what it was taken from. @returns how many leaves there are
 */
export async function verifyTree(
  snapshot: Knex,
  identity: LedgerIdentity | null,
  options: TreeOptions,
): Promise<{ readonly leaves: number; readonly checkpoints: number }> {
  const claims = (await gatherClaims(snapshot, identity, options)).toSorted(
    (one, other) => one.size - other.size,
  );
  const tree = createGrowingTree();
  let next = 0;
  const compare = () => {
    for (; claims[next]?.size === tree.size(); next += 1)
      if (!claims[next]?.root.equals(tree.root()))
        options.onFault({ place: tree.size(), code: 'root', content: null });
  };
  while (!options.signal.aborted) {
    const leaves = await listLeaves(snapshot, tree.size(), CHUNK);
    for (const leaf of leaves) {
      const fault = findLeafFault(leaf, tree.size());
      if (fault !== null) options.onFault({ place: tree.size(), code: fault, content: leaf.content });
      if (fault === 'missing') return { leaves: tree.size(), checkpoints: claims.length };
      tree.add(leaf.hash);
      compare();
    }
    if (leaves.length < CHUNK) break;
  }
  if (!options.signal.aborted)
    for (const { size } of claims.slice(next))
      options.onFault({ place: size, code: 'beyond', content: null });
  return { leaves: tree.size(), checkpoints: claims.length };
}

function findLeafFault(leaf: KeptLeaf, expected: number): TreeFaultCode | null {
  if (leaf.index !== expected) return 'missing';
  if (!hashLeaf(leaf.content).equals(leaf.hash)) return 'content';
  if (leaf.actId === null) return leaf.versionFound ? null : 'orphan';
  if (leaf.act === null) return 'orphan';
  const act = { ...leaf.act, at: new Date(leaf.act.at) };
  return describeAct(act, readNonce(leaf.content)) === leaf.content ? null : 'act';
}

async function gatherClaims(
  snapshot: Knex,
  identity: LedgerIdentity | null,
  { published, onFault }: TreeOptions,
): Promise<Claim[]> {
  const claims: Claim[] = [];
  const keyOf = identity && (await gatherKeys(snapshot, identity, onFault));
  const admit = (note: string, kept: Claim | null) => {
    const said = readNote(note);
    const place = kept?.size ?? said?.size ?? 0;
    if (said === null || (kept !== null && (said.size !== kept.size || !said.root.equals(kept.root))))
      onFault({ place, code: 'note', content: null });
    else if (identity === null || keyOf === null || !isSignedBy(note, identity.origin, keyOf(said.size)))
      onFault({ place, code: 'signature', content: null });
    else claims.push(said);
  };
  for (let above = 0, more = true; more; ) {
    const checkpoints = await listCheckpoints(snapshot, above, CHUNK);
    for (const checkpoint of checkpoints) admit(checkpoint.note, checkpoint);
    above = checkpoints.at(-1)?.size ?? above;
    more = checkpoints.length === CHUNK;
  }
  for (const note of published) admit(note, null);
  return claims;
}

/** Which key has signed a checkpoint of a size: from the first on, as each was handed to the next. */
async function gatherKeys(
  snapshot: Knex,
  { origin, publicKey }: LedgerIdentity,
  onFault: TreeOptions['onFault'],
): Promise<(size: number) => Buffer> {
  const kept = await listHandovers(snapshot);
  const first = kept[0]?.formerKey ?? publicKey;
  const read: Handover[] = [];
  let trusted = first;
  for (const { note, size, publicKey: next } of kept) {
    const said = readHandover(note, origin, trusted);
    if (said === null || said.size !== size || !said.publicKey.equals(next)) {
      onFault({ place: size, code: 'signature', content: null });
      continue;
    }
    read.push(said);
    trusted = next;
  }
  // A key that nobody handed over.
  if (!trusted.equals(publicKey))
    onFault({ place: read.at(-1)?.size ?? 0, code: 'signature', content: null });
  return (size) => keyForSize(first, read, size);
}
