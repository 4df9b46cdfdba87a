import { spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { rotateKeyCommand } from '../../src/cli/rotate-key.command';
import { verifyCommand } from '../../src/cli/verify.command';
import { witnessCommand } from '../../src/cli/witness.command';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { createKeyRing } from '../../src/infrastructure/security/key-ring';
import { claimKeys } from '../../src/operations/key-check';
import { followKeys, putKeyHolder } from '../../src/operations/key-turns';
import { openColumn, sealedColumns, selectSealed } from '../../src/operations/sealed-columns';
import { people, signIn } from '../candidate/filing/filing';
import { drawFrom, playActs } from '../domain/ledger/sample-ledger';
import { keyOf } from '../support/key-rings';
import { startTestApp, type TestApp } from '../support/test-app';

import { runCommand } from './run-command';

const demo = loadConfig({}).secrets;
const LEDGER = '05'.repeat(32);
const env = {
  DATA_KEY: `${demo.dataKey.current().text},${keyOf('data 2')}`,
  SESSION_SECRET: `${demo.session.current().text},${keyOf('session 2')}`,
  FORM_TOKEN_SECRET: `${demo.formToken.current().text},${keyOf('form 2')}`,
  OIDC_KEY: `${demo.oidcKey.current().text},${keyOf('oidc 2')}`,
  LEDGER_KEY: `${LEDGER},${keyOf('ledger 2')}`,
  PUBLIC_URL: 'http://zy.example.cn',
};

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env });
  await app.database.knex('key_turns').delete();
  await claimKeys(app.database.knex, app.config.secrets);
});
afterAll(() => app.close());

const rotate = (variable: string, words: string[] = [], terminal?: Parameters<typeof runCommand>[3]) =>
  runCommand(rotateKeyCommand, app.database, [variable, '--reason', '到期更换', ...words], {
    env,
    ...terminal,
  });
/** As the process that serves does every two seconds. */
const follow = () => followKeys(app.database.knex, app.config.secrets);

/** Values of every sealed column that a cipher of one key alone does not open. */
async function countUnread(text: string): Promise<{ read: number; unread: string[] }> {
  const cipher = createCipher(createKeyRing([text]), demo.indexKey);
  const unread: string[] = [];
  let read = 0;
  const { knex } = app.database;
  for (const place of sealedColumns)
    for (const row of await knex(place.table).whereNotNull(place.column).select(selectSealed(knex, place)))
      try {
        openColumn(cipher, place, row);
        read += 1;
      } catch {
        unread.push(`${place.table}.${place.column}`);
      }
  return { read, unread: [...new Set(unread)] };
}

it('knows every column that holds something sealed', async () => {
  const { rows } = await app.database.knex.raw(
    `select table_name || '.' || column_name as place from information_schema.columns
      where table_schema = 'public' and data_type = 'bytea' and column_name like '%\\_cipher'`,
  );
  const known = sealedColumns.map(({ table, column }) => `${table}.${column}`);
  expect(
    rows.map(({ place }: { place: string }) => place).filter((place: string) => !known.includes(place)),
  ).toEqual([]);
});

describe('zhiyuan rotate-key DATA_KEY', () => {
  it('takes no wrong words, and does nothing where there is no new key', async () => {
    expect((await runCommand(rotateKeyCommand, app.database, ['DATA'])).code).toBe(2);
    expect((await runCommand(rotateKeyCommand, app.database, ['DATA_KEY'])).code).toBe(2);
    const none = await runCommand(rotateKeyCommand, app.database, ['DATA_KEY', '--reason', 'x']);
    expect([none.code, none.text]).toEqual([1, expect.stringContaining('has no new key')]);
    const several = await runCommand(rotateKeyCommand, app.database, ['DATA_KEY', '--reason', 'x'], {
      env: { DATA_KEY: `${env.DATA_KEY},${keyOf('data 3')}` },
    });
    expect([several.code, several.text]).toEqual([1, expect.stringContaining('several new keys')]);
  });

  it('waits for a process that does not have the new key, and is refused until then', async () => {
    const { knex } = app.database;
    await putKeyHolder(knex, { node: 'late:7', held: { data: [demo.dataKey.current().id] }, writes: {} });
    const { code, text } = await rotate('DATA_KEY');
    expect([code, text]).toEqual([1, expect.stringContaining('late:7')]);
    expect(await knex('key_turns').where({ kind: 'data' })).toHaveLength(1);
    await knex('key_holders').delete();
  });

  it('is stopped and killed on the way under reads, goes on, and leaves nothing under the old key', async () => {
    const { knex } = app.database;
    const reader = await signIn(app, people.pilot);
    // As a version before sealed it: for the column, whatever the row.
    const officer = () => knex('officers').where({ sign_in_name: 'county-1' });
    const former = app.services.cipher.encrypt('FORMERSECRET2345', 'officers.totp_secret');
    await officer().update({ totp_secret_cipher: former });
    let stop = false;
    let asked = 0;
    const reads = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (; !stop; asked += 1) expect((await reader.get('/security-phrase')).status).toBe(200);
      }),
    );
    const following = setInterval(() => void follow(), 20);
    // Stopped in the first steps.
    const controller = new AbortController();
    const terminal = {
      interactive: true,
      write: () => controller.abort(),
      ask: async () => '',
      signal: controller.signal,
    };
    const stopped = await rotate('DATA_KEY', [], { terminal });
    expect([stopped.code, stopped.text]).toEqual([130, expect.stringContaining('run it again')]);
    expect((await countUnread(keyOf('data 2'))).unread).not.toEqual([]);
    // Without the key under which something stands, nothing starts.
    const early = loadConfig({ ...env, DATA_KEY: keyOf('data 2') }).secrets;
    await expect(claimKeys(knex, early)).rejects.toThrow('lacks the key');
    const done = await rotate('DATA_KEY');
    stop = true;
    await reads;
    clearInterval(following);
    expect([done.code, done.text]).toEqual([0, expect.stringContaining('nothing stands under another key')]);
    expect(asked).toBeGreaterThan(20);
    const { read, unread } = await countUnread(keyOf('data 2'));
    expect([read > 50, unread]).toEqual([true, []]);
    const { id, totp_secret_cipher: sealed } = await officer().first();
    const secret = app.services.cipher.decrypt(sealed, { column: 'officers.totp_secret', row: id });
    expect([secret, sealed[0]]).toEqual(['FORMERSECRET2345', 3]);
    expect(() =>
      app.services.cipher.decrypt(sealed, { column: 'officers.totp_secret', row: id + 1 }),
    ).toThrow();
    await expect(claimKeys(knex, early)).resolves.toBeUndefined();
    await expect(claimKeys(knex, demo)).rejects.toThrow('DATA_KEY: not what this database was written with');
  });

  it('finds a flipped bit, and says where', async () => {
    const { knex } = app.database;
    const row = await knex('candidates').orderBy('id').first('id', 'identity_number_cipher');
    const changed = Buffer.from(row.identity_number_cipher);
    changed.writeUInt8(changed.readUInt8(40) ^ 1, 40);
    // Under the old head, so that it is to be written anew.
    Buffer.from(demo.dataKey.current().id, 'hex').copy(changed, 1);
    await knex('candidates').where({ id: row.id }).update({ identity_number_cipher: changed });
    await knex('key_turns').where({ kind: 'data' }).whereNotNull('former_at').update({ rewritten_at: null });
    await expect(rotate('DATA_KEY')).rejects.toThrow('candidates.identity_number_cipher does not open');
    await knex('candidates')
      .where({ id: row.id })
      .update({ identity_number_cipher: row.identity_number_cipher });
    expect((await rotate('DATA_KEY')).code).toBe(0);
  });
});

describe('zhiyuan rotate-key SESSION_SECRET', () => {
  it('leaves those who are signed in where they are, and their forms, until the former secret ends', async () => {
    const { knex } = app.database;
    const client = await signIn(app, people.squad);
    const before = client.cookies.get('zhiyuan.device');
    const page = await client.get('/password');
    expect((await rotate('SESSION_SECRET')).code).toBe(0);
    await follow();
    expect(page.status).toBe(200);
    const answer = await client.post('/password', { old: 'wrong' });
    expect([answer.status, client.cookies.get('zhiyuan.device') === before]).toEqual([422, false]);
    const [seed = ''] = (client.cookies.get('zhiyuan.device') ?? '').split('.');
    const signed = createHmac('sha256', keyOf('session 2')).update(`device|${seed}`).digest('base64url');
    expect(client.cookies.get('zhiyuan.device')).toBe(`${seed}.${signed.slice(0, 24)}`);
    await knex('key_turns')
      .where({ kind: 'session' })
      .whereNotNull('former_at')
      .update({ ends_at: knex.fn.now() });
    await follow();
    const after = await client.get('/password');
    expect(after.url).toContain('/sign-in');
    // Whoever signs in now is there by the new secret.
    expect((await (await signIn(app, people.squad)).get('/password')).status).toBe(200);
  });

  it('ends the former one at once where it got out', async () => {
    const client = await signIn(app, people.pilot);
    expect((await rotate('FORM_TOKEN_SECRET', ['--at-once'])).code).toBe(0);
    await follow();
    expect(app.config.secrets.formToken.readable()).toHaveLength(1);
    expect((await client.get('/')).status).toBe(200);
  });
});

describe('zhiyuan rotate-key OIDC_KEY', () => {
  it('shows platforms both keys before and after, and signs with the new one', async () => {
    const keys = async () => {
      const body: { keys: { kid: string }[] } = JSON.parse(
        await (await fetch(`${app.url}/account/oidc/jwks`)).text(),
      );
      return body.keys.map(({ kid }) => kid);
    };
    const before = await keys();
    expect(before).toHaveLength(2);
    expect((await rotate('OIDC_KEY')).code).toBe(0);
    await follow();
    expect(await keys()).toEqual([before[1], before[0]]);
  });
});

describe('zhiyuan rotate-key LEDGER_KEY', () => {
  it('keeps the public half of each key: verify, the stand-alone verifier and a witness follow', async () => {
    const { knex } = app.database;
    const folder = mkdtempSync(path.join(os.tmpdir(), 'rotate-'));
    const seen = path.join(folder, 'seen');
    const look = async () => {
      const printed: string[] = [];
      jest
        .spyOn(Date, 'now')
        .mockReturnValue(performance.timeOrigin + performance.now() + 3_600_000 * ++hours);
      const code = await witnessCommand.runAlone((line) => printed.push(line), [app.url, seen]);
      jest.restoreAllMocks();
      return [code, printed.join('\n')];
    };
    let hours = 0;
    const python = (...words: string[]) =>
      spawnSync('python3', ['deploy/verify-ledger.py', ...words], { encoding: 'utf8' });
    try {
      const candidates = await knex('candidates').orderBy('id').limit(3).pluck('id');
      await playActs(knex, candidates, 5, drawFrom(1));
      expect(await look()).toEqual([0, expect.stringContaining('countersigned')]);
      expect((await rotate('LEDGER_KEY')).code).toBe(0);
      await follow();
      await runCommand(verifyCommand, app.database, [], { env });
      await playActs(knex, candidates, 0, drawFrom(2));
      await knex('group_acts').insert({
        candidate_id: candidates[2],
        group_code: 'G9',
        kind: 'granted',
        saves: 1,
        at: knex.fn.now(),
      });
      await knex('application_groups').insert({
        candidate_id: candidates[2],
        group_code: 'G9',
        granted_saves: 1,
        saves_used: 0,
        last_ordinal: 0,
      });
      const whole = await runCommand(verifyCommand, app.database, ['--witness', seen], { env });
      expect([whole.code, whole.text]).toEqual([0, expect.stringContaining('all is right')]);
      expect(await look()).toEqual([0, expect.stringContaining('countersigned')]);
      const file = path.join(folder, 'export');
      expect((await runCommand(verifyCommand, app.database, ['--export', file], { env })).code).toBe(0);
      expect(python(file, '--witness', seen)).toMatchObject({ status: 0 });
      // Negative control: without the handover the new key is nobody's.
      await knex.raw('alter table ledger_handovers disable trigger user');
      await knex('ledger_handovers').delete();
      const foreign = await runCommand(verifyCommand, app.database, [], { env });
      expect([foreign.code, foreign.text]).toEqual([1, expect.stringContaining('not signed with the key')]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
