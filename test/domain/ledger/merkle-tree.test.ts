import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  createGrowingTree,
  findRoot,
  foldWhole,
  hashLeaf,
  isConsistent,
  type NodeReader,
  proveConsistency,
  proveInclusion,
  rootByInclusion,
} from '../../../src/domain/ledger/merkle-tree';

/** The test vectors of certificate-transparency-go, for the leaves of RFC 6962 and 9162. */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const hashBytes = (hex: string) => createHash('sha256').update('\0').update(Buffer.from(hex, 'hex')).digest();

/** Reads as the database does: leaves, and whole subtrees of 256. */
const readerOf =
  (leaves: readonly Buffer[]): NodeReader =>
  async (level, first, count) => {
    const width = 256 ** level;
    return Array.from({ length: count }, (_none, at) =>
      foldWhole(leaves.slice((first + at) * width, (first + at + 1) * width)),
    );
  };

const leavesOf = (count: number) => Array.from({ length: count }, (_none, at) => hashLeaf(`leaf ${at}`));
const many = leavesOf(1500);
const read = readerOf(many);

describe('the tree of RFC 9162', () => {
  it('has the roots of the published vectors, read or grown', async () => {
    const leaves = inputs.map(hashBytes);
    const tree = createGrowingTree();
    for (const [at, leaf] of leaves.entries()) {
      tree.add(leaf);
      expect(tree.root().toString('hex')).toBe(roots[at]);
      expect((await findRoot(readerOf(leaves), 0, at + 1)).toString('hex')).toBe(roots[at]);
    }
  });

  it('proves each leaf, and no other in its place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1499), fc.nat(1499), async (one, other) => {
        const [index, size] = [Math.min(one, other), Math.max(one, other) + 1];
        const root = await findRoot(read, 0, size);
        const path = await proveInclusion(read, index, size);
        const leaf = many[index] as Buffer;
        expect(rootByInclusion(leaf, index, size, path)?.equals(root)).toBe(true);
        expect(rootByInclusion(hashLeaf('another'), index, size, path)?.equals(root) ?? false).toBe(false);
        if (size > 1) {
          const elsewhere = rootByInclusion(leaf, (index + 1) % size, size, path);
          expect(elsewhere?.equals(root) ?? false).toBe(false);
          expect(rootByInclusion(leaf, index, size, path.slice(1))?.equals(root) ?? false).toBe(false);
        }
        expect(rootByInclusion(leaf, index, size, [...path, root])?.equals(root) ?? false).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('proves that a tree begins with an earlier one, and never with another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1499), fc.nat(1499), fc.nat(1499), async (one, other, changed) => {
        const [from, to] = [Math.min(one, other) + 1, Math.max(one, other) + 1];
        const earlier = { size: from, root: await findRoot(read, 0, from) };
        const later = { size: to, root: await findRoot(read, 0, to) };
        const proof = await proveConsistency(read, from, to);
        expect(isConsistent(earlier, later, proof)).toBe(true);
        const at = changed % from;
        const forged = readerOf(many.with(at, hashLeaf('another')));
        const other2 = { size: to, root: await findRoot(forged, 0, to) };
        expect(isConsistent(earlier, other2, await proveConsistency(forged, from, to))).toBe(false);
        expect(isConsistent(earlier, other2, proof)).toBe(false);
        if (proof.length > 0) expect(isConsistent(earlier, later, proof.slice(1))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
