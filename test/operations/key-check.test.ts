import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { StartRefused } from '../../src/infrastructure/start-refused';
import { claimKeys, findWrongKeys, hasKeyCheck } from '../../src/operations/key-check';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const { dataKey, indexKey } = loadConfig({}).secrets;
const another = randomBytes(32);
const pairs = [
  ['DATA_KEY', { dataKey: another, indexKey }],
  ['INDEX_KEY', { dataKey, indexKey: another }],
  ['DATA_KEY and INDEX_KEY', { dataKey: another, indexKey: randomBytes(32) }],
] as const;

describe('the keys of an installation', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterAll(() => database.drop());

  const forget = () => database.knex('installations').update({ data_check: null, index_check: null });

  it.each(pairs)('are held to those of the first start: another %s is refused', async (names, keys) => {
    const { knex } = database;
    await claimKeys(knex, { dataKey, indexKey });
    const before = await knex('installations').first();
    await expect(claimKeys(knex, keys)).rejects.toThrow(StartRefused);
    await expect(claimKeys(knex, keys)).rejects.toThrow(`${names}: not what this database was written with`);
    expect(await knex('installations').first()).toEqual(before);
  });

  it.each(pairs)(
    'are adopted by an older database only where they read it: not another %s',
    async (_names, keys) => {
      const { knex } = database;
      await forget();
      await expect(claimKeys(knex, keys)).rejects.toThrow(StartRefused);
      expect(await hasKeyCheck(knex)).toBe(false);
      await claimKeys(knex, { dataKey, indexKey });
      expect(await hasKeyCheck(knex)).toBe(true);
      expect(await findWrongKeys(knex, createCipher(dataKey, indexKey))).toEqual([]);
    },
  );

  it('are whatever the first start brings where nothing is stored', async () => {
    const empty = await createTestDatabase();
    try {
      await empty.knex('installations').insert({ environment: 'drill' });
      await claimKeys(empty.knex, { dataKey: another, indexKey: another });
      await expect(claimKeys(empty.knex, { dataKey, indexKey })).rejects.toThrow(StartRefused);
    } finally {
      await empty.drop();
    }
  });
});
