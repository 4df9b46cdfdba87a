import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { rotateKeyCommand } from '../../src/cli/rotate-key.command';
import { isPhoneRegistered } from '../../src/domain/accounts/account.repository';
import { lockPersonOf } from '../../src/domain/accounts/person.repository';
import { indexAccountPhone, openAccountPhone } from '../../src/domain/accounts/sealed';
import { findIdentityByIndex } from '../../src/domain/candidates/candidate.repository';
import { indexIdentityNumber, openIdentityNumber } from '../../src/domain/candidates/sealed-values';
import { loadConfig } from '../../src/infrastructure/config/config';
import { type Cipher, createCipher } from '../../src/infrastructure/security/cipher';
import { createKeyRing } from '../../src/infrastructure/security/key-ring';
import { lockImports } from '../../src/office/imports/writing/staging.repository';
import { claimKeys } from '../../src/operations/key-check';
import { keyOf } from '../support/key-rings';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { runCommand } from './run-command';

const demo = loadConfig({}).secrets;
const env = { INDEX_KEY: `${demo.indexKey.current().text},${keyOf('index 2')}` };
const { secrets } = loadConfig(env);
/** As a process has it that was started with both. */
const both = createCipher(secrets.dataKey, secrets.indexKey);
const alone = createCipher(demo.dataKey, createKeyRing([keyOf('index 2')]));
const root = path.resolve(__dirname, '../..');

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
  await claimKeys(database.knex, secrets);
});
afterAll(() => database.drop());

const rotate = (signal?: AbortSignal) =>
  runCommand(rotateKeyCommand, database, ['INDEX_KEY', '--reason', '到期更换'], {
    env,
    ...(signal && {
      terminal: { interactive: true, write: () => undefined, ask: async () => '', signal },
    }),
  });

/** Candidates and accounts who are not found by a cipher. */
async function countLost(cipher: Cipher): Promise<number> {
  const { knex } = database;
  let lost = 0;
  for (const row of await knex('candidates').select('id', 'candidate_number', 'identity_number_cipher')) {
    const number = openIdentityNumber(cipher, row.identity_number_cipher, row.candidate_number);
    const found = await findIdentityByIndex(knex, indexIdentityNumber(cipher, number));
    if (found?.id !== row.id) lost += 1;
  }
  for (const row of await knex('accounts')
    .whereNot({ status: 'cancelled' })
    .select('phone_cipher', 'user_name')) {
    const index = indexAccountPhone(cipher, openAccountPhone(cipher, row.phone_cipher, row.user_name));
    if (!(await isPhoneRegistered(knex, index))) lost += 1;
  }
  return lost;
}

describe('zhiyuan rotate-key INDEX_KEY', () => {
  it('finds everybody before, in the middle and after; nobody comes to be twice; lists wait', async () => {
    const { knex } = database;
    expect(await countLost(both)).toBe(0);
    const controller = new AbortController();
    controller.abort();
    // The new key is current, and nothing has been written anew.
    expect((await rotate(controller.signal)).code).toBe(130);
    await claimKeys(knex, secrets);
    expect(secrets.indexKey.current().text).toBe(keyOf('index 2'));
    expect([await countLost(both), (await countLost(alone)) > 10]).toEqual([0, true]);
    const document = { series: 'citizen', number: '410101200308070011' } as const;
    const before = createCipher(demo.dataKey, demo.indexKey);
    const ask = (cipher: Cipher) =>
      knex.transaction((transaction) =>
        lockPersonOf(transaction, cipher, {
          document,
          documentKind: 'resident',
          name: '某人',
        }),
      );
    const { id } = await ask(before);
    expect((await ask(both)).id).toBe(id);
    expect(await knex.transaction(lockImports)).toBe(false);
  });

  it('goes on where it was killed, and nothing is found by the old key any more', async () => {
    const { knex } = database;
    const child = spawn(
      process.execPath,
      ['dist/src/cli/zhiyuan.js', 'rotate-key', 'INDEX_KEY', '--reason', 'x'],
      {
        cwd: root,
        env: { PATH: process.env.PATH, DATABASE_URL: database.url, ...env },
      },
    );
    for (
      let waited = 0;
      (await knex('key_rewrites').count({ count: '*' }))[0]?.count === 0 && waited < 200;
      waited += 1
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await countLost(both)).toBe(0);
    const { code, text } = await rotate();
    expect([code, text]).toEqual([0, expect.stringContaining('first secrets')]);
    expect([await countLost(alone), await countLost(both)]).toEqual([0, 0]);
    const { count } =
      (await knex('persons')
        .join('accounts', 'accounts.person_id', 'persons.id')
        .whereRaw('accounts.identity_index <> persons.identity_index')
        .count({ count: '*' })
        .first()) ?? {};
    expect(Number(count)).toBe(0);
    expect(await knex.transaction(lockImports)).toBe(true);
    const later = loadConfig({ INDEX_KEY: keyOf('index 2') }).secrets;
    await expect(claimKeys(knex, later)).resolves.toBeUndefined();
    await expect(claimKeys(knex, demo)).rejects.toThrow('INDEX_KEY: not what this database was written with');
  });

  it('finds a hash that was put in another place', async () => {
    const { knex } = database;
    await knex('key_turns').where({ kind: 'index' }).whereNotNull('former_at').update({ rewritten_at: null });
    const [one] = await knex('accounts').orderBy('id').limit(1);
    await knex('accounts')
      .where({ id: one.id })
      .update({ phone_index: Buffer.alloc(32, 9) });
    await expect(rotate()).rejects.toThrow('a hash of accounts.phone_index is not that of its value');
  });
});
