import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import Redis from 'ioredis';
import { chromium } from 'playwright-core';
import { createFirstSecret, storeFirstSecret } from '../../src/domain/credentials/first-secret';
import { loadConfig } from '../../src/infrastructure/config/config';
import { getRunningServer } from '../../src/infrastructure/database/embedded/find-running';
import { startEmbeddedPostgres } from '../../src/infrastructure/database/embedded/start-embedded-postgres';
import { createLogger } from '../../src/infrastructure/logger';
import { startImportJobs } from '../../src/office/imports/jobs/start-import-jobs';
import { backUp } from '../../src/operations/backups';
import { startMetrics } from '../../src/operations/metrics';
import { computeCheckCharacter } from '../../src/rules/identity/citizen-number';
import { file, idOf, sound } from '../candidate/filing/filing';
import { postFacts } from '../candidate/password-reset/facts';
import { toCsv } from '../office/imports/files';
import { peopleHeading } from '../office/imports/people';
import { openRecord } from '../office/service-desk/counter-steps';
import { getAccountCode } from '../support/accounts';
import { findInClear } from '../support/find-in-clear';
import { signInOfficer } from '../support/officers';
import { startRedis, type TestRedis } from '../support/redis';
import { provePhone, toDetails } from '../support/register';
import { getSentCode } from '../support/sent-codes';
import { getBrowserProgram } from '../support/system-packages';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';

/*
 * Values that nothing else has are put through the journeys of candidate, office and account centre, typed where they
 * belong and where they do not; then everything is searched that outlives a request.
 */

const withCheck = (digits: string) => digits + computeCheckCharacter(digits);
const canary = {
  number: '21410101157731',
  name: '阚鋆犇',
  identity: withCheck('41012220030517773'),
  phone: '19987653217',
  otherPhone: '19987653218',
  password: 'Kanarie#7Q9zX',
  nextPassword: 'Kanarie#8R2wY',
  phrase: '犇羴鱻麤龘',
  accountName: '郜垚焱',
  accountIdentity: withCheck('41010220010203771'),
  accountPhone: '19987653219',
  mailbox: 'canary.kd7q9@mail.example',
  accountPassword: 'Kanarie#3T5vZ',
} as const;
type Canary = keyof typeof canary;
/** Who somebody is stands in the table of candidates, of accounts and of what names them; its disk is the operator's. */
const NAMES_IN_DATABASE: readonly Canary[] = ['number', 'name', 'accountName'];

const run = process.env.LONG === '1' ? describe : describe.skip;
/** Of the server's own version: a program of an older one refuses it. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';
const dumped = existsSync(`${PROGRAMS}/pg_dump`) ? it : it.skip;

run('canaries', () => {
  let app: TestApp;
  let redis: TestRedis;
  let dataDir: string;
  let profile: string;
  let log = '';
  let running: { stop(): Promise<void> };

  beforeAll(async () => {
    redis = await startRedis();
    dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-canary-'));
    profile = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-profile-'));
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        log += chunk.toString();
        done();
      },
    });
    const logger = createLogger('trace', sink);
    app = await startTestApp({ redisUrl: redis.url, env: { DATA_DIR: dataDir }, log: logger });
    running = startImportJobs(app.services, { ...app.services.imports, log: logger, everyMs: 50 });
  }, 60_000);
  afterAll(async () => {
    await running?.stop();
    await app?.close();
    await redis?.stop();
    for (const folder of [dataDir, profile]) rmSync(folder, { recursive: true, force: true });
  });

  /** Uploads a list that has the candidate, and leaves another that waits. */
  async function importCanary(): Promise<void> {
    const province = await signInOfficer(app, 'province-1');
    const line = [
      ...[canary.number, canary.name, canary.identity, '汉族', '普通类', '理科综合', '410122', '中牟县'],
      ...['1010101', '中牟县雁湖高级中学', '高三(5)班', '010100931'],
    ];
    const content = toCsv([peopleHeading, line]);
    const location = await upload(province, content);
    await waitFor(province, location, '检查完毕，等待确认');
    await province.post(
      `${location}/confirmation`,
      (await province.get(location)).hidden(`${location}/confirmation`),
    );
    await waitFor(province, location, '已导入');
    await waitFor(province, await upload(province, content), '检查完毕，等待确认');
    // A list that is refused: the number stands where the track should.
    await upload(province, toCsv([peopleHeading, line.with(5, canary.identity)]));
    await sleep(500);
  }

  async function upload(client: TestClient, content: string): Promise<string> {
    const page = await client.get('/office/imports');
    const body = new FormData();
    body.set('_csrf', page.hidden('/office/imports')._csrf ?? '');
    body.set('kind', 'candidates');
    body.set('sheet', '');
    body.set('file', new Blob([content]), '名册.csv');
    const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
    const target = new URL('/office/imports', app.url);
    const answer = await fetch(target, { method: 'POST', body, headers: { cookie }, redirect: 'manual' });
    expect(answer.status).toBe(303);
    return answer.headers.get('location') ?? '';
  }

  async function waitFor(client: TestClient, address: string, state: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await client.get(address)).text.includes(`状态 ${state}`)) return;
      await sleep(50);
    }
    throw new Error(`${address} did not come to ${state}`);
  }

  /** First sign-in, phone, list, paper, another phone, 忘记密码, 忘记考生号; wrong answers on the way. */
  async function actAsCandidate(): Promise<void> {
    const id = await idOf(app, canary.number);
    const text = createFirstSecret();
    await storeFirstSecret(app.database.knex, app.services.cipher, { candidateId: id, text, days: 30 });
    const client = createTestClient(app.url);
    expect((await client.signIn(canary.number, text)).url).toBe('/first-sign-in');
    const { password, phrase } = canary;
    await client.post('/first-sign-in', { next: password, again: password, phrase });
    await client.post('/first-sign-in/phone', { phone: canary.phone });
    const { code } = await getSentCode(app, id, 'phoneNew');
    expect((await client.post('/first-sign-in/phone/step', { answer: code })).url).toBe('/');
    await file(client, 'early-other', sound);
    for (const page of [
      '/',
      '/phone',
      '/security',
      '/mails/personal',
      '/versions',
      '/batches/early-other/print',
    ])
      await client.get(page);
    // What is typed where it does not belong.
    for (const value of Object.values(canary)) {
      await client.get(`/plans?institution=${encodeURIComponent(value)}`);
      await client.post('/phone', { phone: value, password: value });
      await client.get(`/batches/${encodeURIComponent(value)}/form`);
      await createTestClient(app.url).signIn(value, canary.phrase);
    }
    await client.get('/phone');
    await client.post('/phone', { phone: canary.otherPhone, password });
    const old = await getSentCode(app, id, 'phoneOld').catch(() => null);
    if (old !== null) await client.post('/phone/step', { answer: old.code });
    await app.database.knex('throttles').delete();
    const facts = { candidateNumber: canary.number, identityNumber: canary.identity, name: canary.name };
    const lost = createTestClient(app.url);
    const proof = await postFacts(app, lost, facts);
    await lost.post('/password-reset/proof/code', {});
    const reset = await getSentCode(app, id, 'reset').catch(() => null);
    const next = canary.nextPassword;
    if (reset !== null) await lost.post(proof.url, { answer: reset.code, next, again: next });
    const { candidateNumber: _number, ...person } = facts;
    await postFacts(app, createTestClient(app.url), person, '/forgotten-number');
  }

  async function actAsAccount(): Promise<void> {
    const { client } = await provePhone(app, canary.accountPhone);
    const password = canary.accountPassword;
    const details = toDetails({
      personName: canary.accountName,
      identityNumber: canary.accountIdentity,
      password,
      passwordAgain: password,
      email: canary.mailbox,
    });
    expect((await client.post('/account/register/details', details)).url).toBe('/account/register/done');
    const name = canary.accountPhone;
    await app.database.knex('throttles').delete();
    const browser = createTestClient(app.url);
    await browser.get('/account/sign-in');
    expect((await browser.post('/account/sign-in', { name, password })).url).toBe('/account');
    for (const page of [
      '/account',
      '/account/security',
      '/account/profile',
      '/account/mails',
      '/account/email',
    ])
      await browser.get(page);
    await browser.post('/account/email', { next: canary.mailbox, current: password });
    const answer = await getAccountCode(app, canary.mailbox).catch(() => '');
    if (answer !== '') await browser.post('/account/email/step', { answer });
    const stranger = createTestClient(app.url);
    for (const value of Object.values(canary)) {
      await stranger.get('/account/sign-in');
      await stranger.post('/account/sign-in', { name: value, password: value });
    }
  }

  async function actAsOffice(): Promise<void> {
    const county = await signInOfficer(app, 'county-1');
    const searches: readonly (readonly [string, Canary])[] = [
      ['candidateNumber', 'number'],
      ['identityNumber', 'identity'],
      ['name', 'name'],
      ['phone', 'phone'],
    ];
    for (const [field, key] of searches) {
      await county.get('/office/counter');
      await county.post('/office/counter', { [field]: canary[key] });
    }
    const record = await openRecord(app, county, canary.number);
    expect(record.text).toContain(canary.name);
    const print = `/office/printing/candidates/${await idOf(app, canary.number)}`;
    await county.post(print, { ...(await county.get(print)).hidden(print), reason: '测试' });
    await county.get('/office/evidence');
    await county.post('/office/evidence', { number: canary.number, reason: '考生申诉' });
    await county.get(`/office/nothing/${canary.identity}`);
  }

  /** At a school's computer: in, a page or two, out. */
  async function actInBrowser(): Promise<void> {
    await app.database.knex('throttles').delete();
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: getBrowserProgram(),
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-sync'],
      locale: 'zh-CN',
    });
    const page = await context.newPage();
    await page.goto(`${app.url}/sign-in`);
    const bytes = await app.database
      .knex('credentials')
      .where({ candidate_id: await idOf(app, canary.number) })
      .first();
    expect(bytes.password_hash).not.toBeNull();
    for (const password of [canary.nextPassword, canary.password]) {
      if (!page.url().endsWith('/sign-in')) break;
      await page.locator('input[name="candidateNumber"]').fill(canary.number);
      await page.locator('input[name="password"]').fill(password);
      await page.locator('form[action="/sign-in"] button').first().click();
      await page.waitForLoadState();
    }
    expect(await page.locator('body').innerText()).toContain(canary.name);
    for (const address of ['/', '/phone', '/security', '/mails/personal']) await page.goto(app.url + address);
    await page.locator('form[action="/sign-out"] button').first().click();
    await page.waitForLoadState();
    await page.goto(`${app.url}/forgotten-number`);
    await page.locator('input[name="name"]').fill(canary.name);
    await page.locator('input[name="identityNumber"]').fill(canary.identity);
    await page.keyboard.press('Enter');
    await page.waitForLoadState();
    await sleep(500);
    await context.close();
  }

  /** Canaries that are found in bytes, as UTF-8, as UTF-16 or in base64. */
  function findIn(bytes: Buffer): readonly Canary[] {
    return (Object.keys(canary) as Canary[]).filter((key) => {
      const utf8 = Buffer.from(canary[key]);
      const base64 = Buffer.from(utf8.toString('base64').slice(0, -4));
      // As PostgreSQL writes bytes in a dump.
      const hex = Buffer.from(utf8.toString('hex'));
      return [utf8, Buffer.from(canary[key], 'utf16le'), base64, hex].some((form) => bytes.includes(form));
    });
  }

  function searchFolder(folder: string): { readonly files: number; readonly found: readonly string[] } {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => path.join(folder, name))
      .filter((name) => statSync(name).isFile());
    const found = files.flatMap((name) =>
      findIn(readFileSync(name)).map((key) => `${key} in ${path.relative(folder, name)}`),
    );
    return { files: files.length, found };
  }

  it('are nowhere in clear once they went through every journey', async () => {
    await importCanary();
    await actAsCandidate();
    await actAsAccount();
    await actAsOffice();
    await actInBrowser();

    expect(log.length).toBeGreaterThan(1000);
    expect(findIn(Buffer.from(log))).toEqual([]);

    const client = new Redis(redis.url);
    const keys = await client.keys('*');
    const values = await Promise.all(keys.map((key) => client.getBuffer(key).catch(() => null)));
    await client.quit();
    expect(keys.length).toBeGreaterThan(3);
    expect(
      findIn(Buffer.concat([Buffer.from(keys.join('\n')), ...values.filter((one) => one !== null)])),
    ).toEqual([]);

    const metrics = await startMetrics({ ...app.services, log: createLogger('silent'), backups: null }, 0);
    const text = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
    await metrics.stop();
    expect([text.length > 1000, findIn(Buffer.from(text))]).toEqual([true, []]);

    const data = searchFolder(dataDir);
    expect([data.files > 0, data.found]).toEqual([true, []]);
    const kept = searchFolder(profile);
    expect([kept.files > 5, kept.found]).toEqual([true, []]);

    const open: string[] = [];
    for (const key of Object.keys(canary) as Canary[])
      for (const table of await findInClear(app.database.knex, canary[key]))
        if (!NAMES_IN_DATABASE.includes(key) || !named.has(table)) open.push(`${key} in ${table}`);
    expect(open).toEqual([]);
  }, 180_000);

  /** What a dump in plain SQL has in clear, by table; outside of the tables' rows under no name. */
  function searchDump(sql: string): readonly string[] {
    let table = '';
    let lines: string[] = [];
    const found: string[] = [];
    const look = () => {
      found.push(...findIn(Buffer.from(lines.join('\n'))).map((key) => `${key} in ${table}`));
      lines = [];
    };
    for (const line of sql.split('\n')) {
      const [, copied] = /^COPY public\.(\w+) /.exec(line) ?? [];
      if (copied === undefined && line !== '\\.') lines.push(line);
      else {
        look();
        table = copied ?? '';
      }
    }
    look();
    return found;
  }

  dumped(
    'are in no dump but where they say who somebody is, and in no backup',
    async () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-copies-'));
      chmodSync(folder, 0o755);
      const [dump, data, kept] = ['dump.sql', 'data', 'backups'].map((name) => path.join(folder, name));
      if (dump === undefined || data === undefined || kept === undefined) throw new Error('no names');
      execFileSync(`${PROGRAMS}/pg_dump`, [
        '--no-owner',
        '--no-privileges',
        `--file=${dump}`,
        app.database.url,
      ]);
      const found = searchDump(readFileSync(dump, 'utf8'));
      const allowed = NAMES_IN_DATABASE.flatMap((key) => [...named].map((table) => `${key} in ${table}`));
      expect(found.filter((one) => !allowed.includes(one))).toEqual([]);
      expect(found).toEqual(expect.arrayContaining(['number in candidates', 'accountName in accounts']));

      // The tests' own server keeps no WAL: the dump is brought to one that does, and that is backed up.
      const postgres = await startEmbeddedPostgres({ dataDir: data, archives: true, log: () => undefined });
      try {
        execFileSync(
          `${PROGRAMS}/psql`,
          ['--quiet', '--set=ON_ERROR_STOP=1', `--file=${dump}`, postgres.connectionString],
          { stdio: ['ignore', 'ignore', 'inherit'] },
        );
        const config = loadConfig({ DATA_DIR: data, BACKUP_DIR: kept, PORT: '0' });
        if (config.backups === null) throw new Error('no backups');
        const waiting = { signal: new AbortController().signal, onProgress: () => undefined };
        const { bytes } = await backUp(config, config.backups, waiting);
        const copies = searchFolder(kept);
        expect([bytes > 10_000_000, copies.files > 1, copies.found]).toEqual([true, true, []]);
        // What was copied has them.
        const { directory } = await getRunningServer(data);
        expect(searchFolder(path.join(directory, 'pg_wal')).found.join()).toContain('name in');
      } finally {
        await postgres.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    },
    240_000,
  );

  it('would be found', async () => {
    expect(findIn(Buffer.from(`x${canary.phone}x`))).toEqual(['phone']);
    expect(findIn(Buffer.from(canary.name, 'utf16le'))).toEqual(['name']);
    const row = Buffer.from(canary.mailbox).toString('hex');
    expect(searchDump(`COPY public.mails (id) FROM stdin;\n1\t\\\\x${row}\n\\.\n-- ${canary.phone}`)).toEqual(
      ['mailbox in mails', 'phone in '],
    );
    expect(await findInClear(app.database.knex, canary.number)).toContain('candidates');
  });
});

/** Tables that say who somebody is, whom a list would add, and whose tries are counted for some hours. */
const named = new Set(['candidates', 'accounts', 'persons', 'import_jobs', 'throttles']);
