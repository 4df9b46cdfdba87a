import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import tls from 'node:tls';
import { doctorCommand, examine } from '../../src/cli/doctor.command';
import { loadConfig } from '../../src/infrastructure/config/config';
import { speak } from '../../src/infrastructure/language/say';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { examineDatabase, examineMachine } from '../../src/operations/doctor';
import { judgeRestoreCheck, markRestored } from '../../src/operations/restore-mark';
import { outsideDemo } from '../support/outside-demo';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
});
afterAll(() => database.drop());

const config = (env: Record<string, string> = {}) => loadConfig({ DATABASE_URL: database.url, ...env });
const look = async (env: Record<string, string> = {}) => {
  const lines: string[] = [];
  const code = await examine(config(env), (line) => lines.push(line));
  return { code, lines, text: lines.join('\n') };
};
const findingsOf = async (env: Record<string, string> = {}) =>
  Object.fromEntries(
    (await examineDatabase(database.knex, config(env))).map(({ about, state, words }) => [
      about,
      `${state}: ${words}`,
    ]),
  );

/** A server with a certificate of its own for a name, which ends in so many days. */
async function serveCertificate(name: string, days: number) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-certificate-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const files = [
    '-keyout',
    key,
    '-out',
    cert,
    '-nodes',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
  ];
  execFileSync('openssl', ['req', '-x509', '-days', String(days), ...files, ...subject], { stdio: 'ignore' });
  const server = tls.createServer({ key: readFileSync(key), cert: readFileSync(cert) });
  rmSync(folder, { recursive: true });
  await once(server.listen(0, 'localhost'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

describe('zhiyuan doctor', () => {
  it('has a line for each thing it looks at', async () => {
    const { lines, text } = await look();
    const looked = lines.map((line) => line.slice(9, 22).trim());
    expect(looked).toEqual(
      expect.arrayContaining([
        'node',
        'secrets',
        'disk',
        'fonts',
        'sms',
        'wechat',
        'database',
        'connections',
        'migrations',
        'environment',
        'clock',
        'rule pack',
        'data',
      ]),
    );
    expect(text).toMatch(/^ok {7}database {6}PostgreSQL 1\d\.\d+/m);
    expect(text).toMatch(/^note {5}secrets {7}the demo's published secrets/m);
  });

  it('says what to do about each problem of a database', async () => {
    const { knex } = database;
    await knex('clock_shifts').update({ shift_seconds: 60 });
    await knex('rule_packs').update({ active: false });
    await knex('knex_migrations').where('name', 'like', '0025%').delete();
    await knex('officers').update({ disabled_at: knex.fn.now() });
    const found = await findingsOf(outsideDemo('drill'));
    expect(found.environment).toContain('problem: the database holds the data of demo, ENVIRONMENT is drill');
    expect(found.clock).toContain('problem: the clock is shifted by 60 s');
    expect(found['rule pack']).toContain('problem: none is in force');
    expect(found.migrations).toContain(
      'problem: 1 to come (0025-create-import-mappings …): start the server',
    );
    expect(found.data).toContain('problem: no officers: zhiyuan officer create makes the first');
    expect(found.officers).toContain(
      'note: province: 0 of 2; reviewer: 0 of 3; counties with fewer than 2: ',
    );
    expect((await look(outsideDemo('drill'))).code).toBe(1);
    await knex('clock_shifts').update({ shift_seconds: 0 });
    await knex('rule_packs').where({ version: 1 }).update({ active: true });
    await knex('knex_migrations').insert({
      name: '0025-create-import-mappings',
      batch: 1,
      migration_time: new Date(),
    });
    await knex('officers').update({ disabled_at: null });
    expect((await findingsOf()).migrations).toContain('ok');
  });

  it('says after how many days what goes, and which account should be erased by now', async () => {
    const env = { ERASE_DAYS: '200' };
    expect((await findingsOf(env)).retention).toMatch(/^ok: .*cancelled accounts are erased after 200$/);
    const { id, status, status_at } = await database.knex('accounts').where({ status: 'unproved' }).first();
    const days = (count: number) => new Date(Date.now() - count * 86_400_000);
    const cancel = (at: Date) =>
      database.knex('accounts').where({ id }).update({ status: 'cancelled', status_at: at });
    await cancel(days(200.5));
    expect((await findingsOf(env)).retention).toContain('ok: ');
    await cancel(days(202));
    expect((await findingsOf(env)).retention).toMatch(/^note: rows of accounts should be gone or erased/);
    await database.knex('accounts').where({ id }).update({ status, status_at });
  });

  it('says whether values are left that a version before sealed without their rows', async () => {
    const { knex } = database;
    expect((await findingsOf())['sealed values']).toBe('ok: all are sealed for their rows');
    const { dataKey, indexKey } = config().secrets;
    const { id, phone_cipher } = await knex('candidates').whereNotNull('phone_cipher').first();
    const before = createCipher(dataKey, indexKey).encrypt('15900000845', 'candidates.phone');
    await knex('candidates').where({ id }).update({ phone_cipher: before });
    expect((await findingsOf())['sealed values']).toMatch(
      /^note: some in candidates\.phone_cipher .*rotate-key DATA_KEY/,
    );
    await knex('candidates').where({ id }).update({ phone_cipher });
  });

  it('counts the connections that all processes may take together', async () => {
    const many = { DATABASE_POOL_SIZE: '200', WEB_CONCURRENCY: '2' };
    expect((await findingsOf(many)).connections).toContain('problem:');
    expect((await findingsOf({ ...many, WEB_CONCURRENCY: '1' })).connections).toContain('ok:');
    expect((await findingsOf()).connections).toMatch(
      /^ok: \d+ of \d+ in use, each process takes up to 21, here 1 run/,
    );
  });

  it('tells of a schema that a newer version has made', async () => {
    const { knex } = database;
    const newer = { name: '9999-of-a-newer-version', batch: 99, migration_time: new Date() };
    await knex('knex_migrations').insert(newer);
    try {
      const { code, text } = await look();
      expect(code).toBe(1);
      expect(text).toMatch(/^problem {2}migrations {4}The database was migrated by a newer version/m);
      expect(text).toContain('(9999-of-a-newer-version): start that version or a later one, or restore');
      speak('zh');
      expect((await look()).text).toContain(
        '数据库已由更新版本的程序升级（9999-of-a-newer-version）：请启动',
      );
    } finally {
      speak('en');
      await knex('knex_migrations').where({ name: newer.name }).delete();
    }
  });

  it('knows gateways and proxies', async () => {
    const found = await examineMachine(config({ ...outsideDemo('drill'), TRUSTED_PROXIES: '10.0.0.0/8' }));
    const words = Object.fromEntries(found.map(({ about, words: said }) => [about, said]));
    expect(words).toMatchObject({
      sms: 'smpp 127.0.0.1:9',
      proxies: '10.0.0.0/8',
      secrets: expect.stringContaining('six'),
    });
  });

  const certificateOf = async (publicUrl: string) => {
    const found = await examineMachine({ ...config(), publicUrl: new URL(publicUrl) });
    const { state, words } = found.find(({ about }) => about === 'certificate') ?? {};
    return `${state}: ${words}`;
  };

  it.each([
    ['localhost', 40, /^ok: of localhost:\d+, until \d{4}年/],
    ['localhost', 5, /^problem: .+: it ends soon: renew it/],
    ['other.example', 40, /^problem: .+: it is for another name/],
  ])('looks at the certificate of PUBLIC_URL: %s for %i days', async (name, days, expected) => {
    const server = await serveCertificate(name, days);
    try {
      expect(await certificateOf(`https://localhost:${server.port}`)).toMatch(expected);
    } finally {
      await server.close();
    }
  });

  it('says of a certificate that it has ended', async () => {
    const server = await serveCertificate('localhost', 40);
    const later = Date.now() + 50 * 86_400_000;
    const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
    try {
      expect(await certificateOf(`https://localhost:${server.port}`)).toMatch(/^problem: .+: it has ended/);
    } finally {
      clock.mockRestore();
      await server.close();
    }
  });

  it('says where there is no certificate to look at', async () => {
    expect(await certificateOf('http://localhost:3000')).toContain('note: none: PUBLIC_URL is http:');
    expect(await certificateOf('https://127.0.0.1:9')).toContain('note: 127.0.0.1:9 does not answer');
  });

  it('asks when a backup was brought back last', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-doctor-'));
    const own = { ...loadConfig({ BACKUP_DIR: folder }), dataDir: folder };
    try {
      expect(await judgeRestoreCheck(own)).toMatchObject({ state: 'note' });
      await markRestored(folder);
      expect(await judgeRestoreCheck(own)).toMatchObject({ state: 'ok' });
      writeFileSync(
        path.join(folder, 'restore-check.time'),
        new Date(Date.now() - 40 * 3_600_000).toISOString(),
      );
      expect(await judgeRestoreCheck(own)).toMatchObject({ state: 'problem' });
      expect(await judgeRestoreCheck(config())).toBeNull();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('sees whether somebody watches, and what they saw last', async () => {
    const { knex } = database;
    expect((await findingsOf()).watcher).toContain('note: nobody watches');
    const seen = (minutes: number, drifts: number) => ({
      ...{ took_ms: 5, drifts },
      looked_at: knex.raw('clock_timestamp() - make_interval(mins => ?)', [minutes]),
    });
    await knex('watch_looks').insert(seen(3, 0));
    expect((await findingsOf()).watcher).toBe(
      'ok: zhiyuan watch looked 3 minutes ago, and all went together',
    );
    await knex('watch_looks').update(seen(30, 0));
    expect((await findingsOf()).watcher).toContain('problem: zhiyuan watch looked 30 minutes ago: start it');
    await knex('watch_looks').update(seen(1, 2));
    expect((await findingsOf()).watcher).toContain('and 2 did not go together');
    await knex('watch_looks').delete();
  });

  it('finds in Chinese for those who read Chinese, well or not', async () => {
    const { knex } = database;
    speak('zh');
    try {
      const well = await look();
      await knex('clock_shifts').update({ shift_seconds: 60 });
      await knex('installations').update({ data_check: null, index_check: null });
      const ill = await look({
        ...outsideDemo('drill'),
        DATABASE_POOL_SIZE: '200',
        WEB_CONCURRENCY: '2',
        DATA_KEY: '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f1',
      });
      const away = await look({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
      expect(well.text).toMatch(/^正常 +数据库 +PostgreSQL 1\d\.\d+.*，UTF-8，已保存的不会丢失$/m);
      expect(ill.text).toMatch(/^问题 +环境 +数据库存放的是 demo 的数据/m);
      expect(ill.text).toMatch(/^问题 +数据密钥 +DATA_KEY 和 INDEX_KEY 与写入此数据库时用的不同/m);
      expect(away.text).toMatch(/^问题 +数据库 +不能打开：/m);
      const lines = [well, ill, away].flatMap((one) => one.lines);
      expect(lines.filter((line) => !/^(正常|提示|问题) +[^a-z]|^doctor：/.test(line))).toEqual([]);
      expect(
        lines.filter((line) => /[a-z]+ [a-z]+ [a-z]+/.test(line.replace(/zhiyuan [a-z ]+/g, ''))),
      ).toEqual([]);
    } finally {
      speak('en');
      await knex('clock_shifts').update({ shift_seconds: 0 });
    }
  });

  it('tells of a database that cannot be reached', async () => {
    const { code, text } = await look({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(text).toMatch(/^problem +database/m);
  });

  it('takes no words', async () => {
    const lines: string[] = [];
    expect(await doctorCommand.runAlone((line) => lines.push(line), ['quickly'])).toBe(2);
    expect(lines).toEqual(['usage: zhiyuan doctor']);
  });
});
