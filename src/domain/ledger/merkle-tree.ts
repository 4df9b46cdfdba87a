import { hash } from 'node:crypto';

/*
 * The Merkle tree of RFC 9162, section 2.1, over SHA-256: a leaf is hashed behind 0x00, a node behind 0x01. A range
 * of leaves is written [from, to); the subtrees over whole powers of two are `nodes`, which the reader has.
 */

/** Gives hashes of whole subtrees of 256^level leaves, `count` of them from `first` on; level 0: of leaves. */
export type NodeReader = (level: number, first: number, count: number) => Promise<readonly Buffer[]>;

/** How many leaves, or nodes of one level, make a node of the next level that is stored. */
export const STORED_WIDTH = 256;
const STORED_BITS = 8;

/** Root of the tree without leaves. */
const EMPTY_ROOT = hash('sha256', '', 'buffer');

/** Hash of what stands in a leaf. */
export function hashLeaf(content: string): Buffer {
  return hash('sha256', `\0${content}`, 'buffer');
}

const HASH_BYTES = 32;
/** 0x01 and room for two hashes: made once, for millions of nodes. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);

/** Hash of a node over its two children. */
function hashChildren(left: Buffer, right: Buffer): Buffer {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return hash('sha256', node, 'buffer');
}

/** Root over hashes whose number is a power of two. */
export function foldWhole(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_none, at) =>
      hashChildren(row[2 * at] as Buffer, row[2 * at + 1] as Buffer),
    );
  return row[0] as Buffer;
}

/** Root over leaves [from, to), of which `from` begins a subtree at least as large as they are. */
export async function findRoot(read: NodeReader, from: number, to: number): Promise<Buffer> {
  const size = to - from;
  if (size === 0) return EMPTY_ROOT;
  const bits = Math.log2(size);
  if (Number.isInteger(bits)) return findNode(read, bits, from / size);
  const middle = from + splitOf(size);
  return hashChildren(await findRoot(read, from, middle), await findRoot(read, middle, to));
}

async function findNode(read: NodeReader, bits: number, index: number): Promise<Buffer> {
  const level = Math.floor(bits / STORED_BITS);
  const count = 2 ** (bits % STORED_BITS);
  const hashes = await read(level, index * count, count);
  if (hashes.length !== count)
    throw new Error(`the ledger lacks nodes of level ${level} at ${index * count}`);
  return foldWhole(hashes);
}

/** The largest power of two below a number of leaves. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Shows that the leaf of that index stands in the tree of that size (section 2.1.3.1), from its neighbour upwards. */
export function proveInclusion(read: NodeReader, index: number, size: number): Promise<readonly Buffer[]> {
  return pathWithin(read, index, 0, size);
}

async function pathWithin(read: NodeReader, index: number, from: number, to: number): Promise<Buffer[]> {
  if (to - from === 1) return [];
  const middle = from + splitOf(to - from);
  if (index < middle)
    return [...(await pathWithin(read, index, from, middle)), await findRoot(read, middle, to)];
  return [...(await pathWithin(read, index, middle, to)), await findRoot(read, from, middle)];
}

/** Shows that a tree begins with the whole of an earlier one (section 2.1.4.1). */
export async function proveConsistency(
  read: NodeReader,
  earlier: number,
  size: number,
): Promise<readonly Buffer[]> {
  return earlier === size ? [] : subproof(read, earlier, 0, size, true);
}

async function subproof(
  read: NodeReader,
  earlier: number,
  from: number,
  to: number,
  whole: boolean,
): Promise<Buffer[]> {
  const size = to - from;
  if (earlier === size) return whole ? [] : [await findRoot(read, from, to)];
  const split = splitOf(size);
  const middle = from + split;
  if (earlier <= split)
    return [...(await subproof(read, earlier, from, middle, whole)), await findRoot(read, middle, to)];
  return [...(await subproof(read, earlier - split, middle, to, false)), await findRoot(read, from, middle)];
}

/** Root that an inclusion proof leads to; null where it has not the right length (section 2.1.3.2). */
export function rootByInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | null {
  return index < size ? (climb(leaf, index, size - 1, path)?.whole ?? null) : null;
}

/**
 * From a node upwards by its path: over all of it, and over what lies left of the node alone. `last` is the place of
 * the last node beside it. Null where the path has not the right length.
 */
function climb(
  start: Buffer,
  index: number,
  lastIndex: number,
  path: readonly Buffer[],
): { readonly whole: Buffer; readonly left: Buffer } | null {
  let at = index;
  let last = lastIndex;
  let whole = start;
  let left = start;
  for (const node of path) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      whole = hashChildren(node, whole);
      left = hashChildren(node, left);
      for (; at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    } else {
      whole = hashChildren(whole, node);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? { whole, left } : null;
}

interface SizedRoot {
  readonly size: number;
  readonly root: Buffer;
}

/** Whether a later tree begins with the whole of an earlier one, by its proof (section 2.1.4.2). */
export function isConsistent(earlier: SizedRoot, later: SizedRoot, proof: readonly Buffer[]): boolean {
  if (earlier.size >= later.size || earlier.size === 0)
    return proof.length === 0 && earlier.size === later.size && earlier.root.equals(later.root);
  const isWhole = Number.isInteger(Math.log2(earlier.size));
  const [first, ...rest] = isWhole ? [earlier.root, ...proof] : proof;
  if (first === undefined) return false;
  let at = earlier.size - 1;
  let last = later.size - 1;
  for (; at % 2 === 1; at = Math.floor(at / 2)) last = Math.floor(last / 2);
  const found = climb(first, at, last, rest);
  if (found === null) return false;
  return found.left.equals(earlier.root) && found.whole.equals(later.root);
}

/** A tree that grows leaf by leaf and remembers no more than the roots of its whole subtrees. */
export function createGrowingTree() {
  const whole: Buffer[] = [];
  let size = 0;
  return {
    add(leaf: Buffer): void {
      let hash = leaf;
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2))
        hash = hashChildren(whole.pop() as Buffer, hash);
      whole.push(hash);
      size += 1;
    },
    size: () => size,
    root: (): Buffer =>
      size === 0 ? EMPTY_ROOT : whole.reduceRight((right, left) => hashChildren(left, right)),
  };
}
