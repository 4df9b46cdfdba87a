import type { Secrets } from '../../src/infrastructure/config/secret-settings';
import { createKeyRing } from '../../src/infrastructure/security/key-ring';
import { StartRefused } from '../../src/infrastructure/start-refused';
import { claimKeys, findKeyFaults, hasKeyCheck } from '../../src/operations/key-check';
import { ringOf, secretsWith } from '../support/key-rings';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const own = secretsWith();
const pairs: readonly (readonly [string, Partial<Secrets>])[] = [
  ['DATA_KEY', { dataKey: ringOf('another') }],
  ['INDEX_KEY', { indexKey: ringOf('another') }],
  ['DATA_KEY and INDEX_KEY', { dataKey: ringOf('another'), indexKey: ringOf('a third') }],
];

describe('the keys of an installation', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterAll(() => database.drop());

  const forget = async () => {
    await database.knex('installations').update({ data_check: null, index_check: null });
    await database.knex('key_turns').delete();
  };

  it.each(pairs)('are held to those of the first start: another %s is refused', async (names, changes) => {
    const { knex } = database;
    await claimKeys(knex, own);
    const before = [await knex('installations').first(), await knex('key_turns').orderBy('kind')];
    const refused = claimKeys(knex, secretsWith(changes));
    await expect(refused).rejects.toThrow(StartRefused);
    await expect(refused).rejects.toThrow(`${names}: not what this database was written with`);
    expect([await knex('installations').first(), await knex('key_turns').orderBy('kind')]).toEqual(before);
  });

  it.each(pairs)(
    'are adopted by an older database only where they read it: not another %s',
    async (_names, changes) => {
      const { knex } = database;
      await forget();
      await expect(claimKeys(knex, secretsWith(changes))).rejects.toThrow(StartRefused);
      expect(await hasKeyCheck(knex)).toBe(false);
      await claimKeys(knex, own);
      expect(await hasKeyCheck(knex)).toBe(true);
      expect(await findKeyFaults(knex, own)).toEqual([]);
    },
  );

  it.each(['checks', 'contents'])(
    'of several, the one that fits by its %s is current, wherever it stands',
    async (by) => {
      const { knex } = database;
      await claimKeys(knex, own);
      if (by === 'contents') await forget();
      else await knex('key_turns').delete();
      const [data, index] = [own.dataKey.current().text, own.indexKey.current().text];
      const ringed = secretsWith({
        dataKey: createKeyRing([ringOf('new').current().text, data]),
        indexKey: createKeyRing([ringOf('other').current().text, index]),
      });
      await claimKeys(knex, ringed);
      expect([ringed.dataKey.current().text, ringed.indexKey.current().text]).toEqual([data, index]);
    },
  );

  it('are whatever the first start brings where nothing is stored', async () => {
    const empty = await createTestDatabase();
    try {
      await empty.knex('installations').insert({ environment: 'drill' });
      await claimKeys(empty.knex, secretsWith(pairs[2]?.[1]));
      await expect(claimKeys(empty.knex, own)).rejects.toThrow(StartRefused);
    } finally {
      await empty.drop();
    }
  });

  it('that only sign may be changed by hand: nothing that the former has signed is taken', async () => {
    const { knex } = database;
    await claimKeys(knex, own);
    const changed = secretsWith({ session: ringOf('new', 'old') });
    await claimKeys(knex, changed);
    const row = await knex('key_turns').where({ kind: 'session' }).whereNotNull('former_at').first();
    expect([row.key_id, row.ends_at <= new Date()]).toEqual([own.session.current().id, true]);
  });
});
