import type { Knex } from 'knex';
import { isSignedBy, openLedgerKey, readNote } from '../../../src/domain/ledger/checkpoint';
import { findLedgerIdentity, listCheckpoints } from '../../../src/domain/ledger/checkpoint.repository';
import { countLeaves, createNodeReader } from '../../../src/domain/ledger/leaf.repository';
import {
  createGrowingTree,
  isConsistent,
  proveConsistency,
  proveInclusion,
  rootByInclusion,
} from '../../../src/domain/ledger/merkle-tree';
import { createTakeLeaves } from '../../../src/domain/ledger/take-leaves';
import { databaseClock } from '../../../src/infrastructure/clock';
import { createKnex } from '../../../src/infrastructure/database/knex';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { drawFrom, playActs, takeLeaves } from './sample-ledger';

let database: TestDatabase;
let db: Knex;
let candidates: number[];
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
  db = database.knex;
  candidates = await db('candidates').orderBy('id').limit(5).pluck('id');
});
afterAll(() => database.drop());

const draw = drawFrom(7);

const insertMany = (db2: Knex, count: number) =>
  db2.raw(
    `insert into group_acts (candidate_id, group_code, kind, saves, at)
       select ?, 'G9', 'granted', 1, now() from generate_series(1, ?)`,
    [candidates[0] ?? 0, count],
  );

describe('taking leaves', () => {
  it('takes each version and act once, signs what stands, and signs nothing where nothing is new', async () => {
    await playActs(db, candidates, 20, draw);
    const { rows } = await db.raw(
      'select (select count(*) from application_versions) + (select count(*) from group_acts) as count',
    );
    expect(await countLeaves(db)).toBe(Number(rows[0].count));
    const before = await listCheckpoints(db, 0, 1000);
    expect(await takeLeaves(db)).toBe(0);
    const after = await listCheckpoints(db, 0, 1000);
    expect(after).toEqual(before);
    expect(after.at(-1)?.size).toBe(await countLeaves(db));
    const identity = await findLedgerIdentity(db);
    expect(identity?.origin).toMatch(/^zy\.example\.cn\/ledger\/[0-9a-f]{8}$/);
    for (const { note, size, root } of after) {
      expect(identity && isSignedBy(note, identity.origin, identity.publicKey)).toBe(true);
      expect(readNote(note)).toMatchObject({ size, root });
    }
  });

  it('is one at a time, over processes, and who dies in the middle has taken nothing', async () => {
    await insertMany(db, 40);
    const other = createKnex(database.url);
    try {
      const taken = await Promise.all([takeLeaves(db), takeLeaves(other), takeLeaves(db), takeLeaves(other)]);
      expect(taken.reduce((sum, one) => sum + one)).toBe(40);
      await insertMany(db, 5);
      const size = await countLeaves(db);
      const wrong = createTakeLeaves({
        db,
        clock: databaseClock,
        keys: () => [openLedgerKey(Buffer.alloc(32, 6))],
        host: 'zy.example.cn',
      });
      await expect(wrong()).rejects.toThrow('LEDGER_KEY');
      expect(await countLeaves(db)).toBe(size);
      expect(await takeLeaves(db)).toBe(5);
    } finally {
      await other.destroy();
    }
  });

  it('passes nothing over that commits behind what was written later', async () => {
    const round = createTakeLeaves({
      db,
      clock: databaseClock,
      keys: () => [openLedgerKey(Buffer.alloc(32, 5))],
      host: 'zy.example.cn',
    });
    await round();
    const late = await db.transaction();
    await insertMany(late, 1);
    await insertMany(db, 1);
    expect(await round()).toBe(1);
    await late.commit();
    expect(await round()).toBe(1);
  });

  it('stores subtrees, by which every leaf and every earlier size is proved', async () => {
    await insertMany(db, 700);
    await takeLeaves(db);
    const read = createNodeReader(db);
    const size = await countLeaves(db);
    const leaves: Buffer[] = await db('ledger_leaves').orderBy('leaf_index').pluck('hash');
    const tree = createGrowingTree();
    const roots = leaves.map((leaf) => {
      tree.add(leaf);
      return tree.root();
    });
    const root = roots.at(-1) as Buffer;
    expect(Number((await db('ledger_nodes').count({ count: '*' }))[0]?.count)).toBe(Math.floor(size / 256));
    expect((await listCheckpoints(db, size - 1, 1))[0]?.root.equals(root)).toBe(true);
    for (const index of [0, 1, 255, 256, 511, 512, size - 1])
      expect(
        rootByInclusion(leaves[index] as Buffer, index, size, await proveInclusion(read, index, size)),
      ).toEqual(root);
    for (const earlier of [1, 2, 3, 255, 256, 257, 700, size - 1, size]) {
      const proof = await proveConsistency(read, earlier, size);
      expect(isConsistent({ size: earlier, root: roots[earlier - 1] as Buffer }, { size, root }, proof)).toBe(
        true,
      );
    }
  });

  it.each([
    ['ledger_leaves', 'content'],
    ['ledger_nodes', 'hash'],
    ['ledger_checkpoints', 'note'],
    ['group_acts', 'saves'],
  ])('lets nobody change or delete what stands in %s', async (table, column) => {
    const message = 'are never changed or deleted';
    await expect(db(table).delete()).rejects.toThrow(message);
    await expect(db.raw(`truncate ${table}`)).rejects.toThrow(message);
    await expect(db.raw(`update ${table} set ${column} = ${column}`)).rejects.toThrow(message);
  });
});
