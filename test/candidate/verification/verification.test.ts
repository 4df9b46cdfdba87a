import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { computeCheckValue, FIRST_HASH } from '../../../src/domain/choice-lists/canonical-body';
import { openLedgerRing } from '../../../src/domain/ledger/ledger-ring';
import { createTakeLeaves } from '../../../src/domain/ledger/take-leaves';
import { databaseClock } from '../../../src/infrastructure/clock';
import { getProgram } from '../../support/system-packages';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { changePack, file, findSound, idOf, people, signIn, sound, withoutCooldown } from '../filing/filing';

const GUESSES = process.env.LONG === undefined ? 20_000 : 1_000_000;
const SCRIPT = path.resolve(__dirname, '../../../deploy/verify-ledger.py');
const lastDigits = people.pilot.slice(-4);

let app: TestApp;
let owner: TestClient;
let first: { id: number; hash: Buffer; saved_at: Date; nonce: Buffer; canonical_body: string };
let second: typeof first;
beforeAll(async () => {
  app = await startTestApp();
  await changePack(app, withoutCooldown);
  owner = await signIn(app, people.pilot);
  await file(owner, 'early-other', sound);
  await file(owner, 'early-other', await findSound(app, people.pilot, 'early-other', 1));
  [first, second] = (await app.database.knex('application_versions').orderBy('ordinal')) as [
    typeof first,
    typeof first,
  ];
});
afterAll(() => app.close());
beforeEach(() => app.database.knex('throttles').delete());

async function ask(checkValue: string, digits = lastDigits) {
  const visitor = createTestClient(app.url);
  await visitor.get('/verify');
  const page = await visitor.post('/verify', { checkValue, lastDigits: digits });
  return { ...page, verdict: /● (?:<strong>)?([^<]*)/.exec(page.html)?.[1] ?? null };
}

describe('查验志愿', () => {
  it('says what counts, by the whole 校验值, its beginning or the QR code, in any spacing and width', async () => {
    const hex = second.hash.toString('hex').toUpperCase();
    const spaced = hex.match(/.{4}/g)?.join(' ') ?? '';
    const wide = [...hex.slice(0, 8)].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('');
    for (const typed of [hex, spaced, hex.toLowerCase(), hex.slice(0, 8), `ZY1|000000000002|${hex}`, wide])
      expect([typed, (await ask(typed)).verdict]).toEqual([typed, '现行有效']);
  });

  it('says since when it was replaced, and nothing where number and 校验值 do not belong together', async () => {
    expect((await ask(first.hash.toString('hex'))).verdict).toMatch(/^已于\d{4}年.*被新的保存替代$/);
    expect((await ask(second.hash.toString('hex'), '0000')).verdict).toMatch(/^查无/);
    expect((await ask('0'.repeat(64))).verdict).toMatch(/^查无/);
  });

  it('answers alike in size, and evenly in time', async () => {
    const sizes: number[] = [];
    const times: number[] = [];
    for (const hash of [first.hash, second.hash, Buffer.alloc(32, 1)]) {
      const began = performance.now();
      const page = await ask(hash.toString('hex'));
      times.push(performance.now() - began);
      // The typed value, a token and where the mark stands differ, in no length.
      sizes.push(Buffer.byteLength(page.html));
    }
    expect(new Set(sizes).size).toBe(1);
    for (const time of times) expect(time).toBeGreaterThan(200);
  });

  it('tells nothing of choices or of the candidate', async () => {
    const { html } = await ask(second.hash.toString('hex'));
    for (const word of ['北京体育', '周行远', people.pilot, '提前批']) expect(html).not.toContain(word);
  });

  it('names what was mistyped and keeps what was typed', async () => {
    const page = await ask('3F2A', '12');
    expect(page.status).toBe(422);
    expect(page.text).toContain('校验值是0-9和A-F组成的64位');
    expect(page.text).toContain('考生号后4位应为4位数字');
    expect(page.html).toContain('value="3F2A"');
    for (const odd of ['%', "' or 1=1 --", '\u0000'.repeat(9), 'G'.repeat(64), 'A'.repeat(65)])
      expect((await ask(odd)).status).toBe(422);
  });

  it('is asked so often from one network', async () => {
    await app.database.knex('throttles').delete();
    const visitor = createTestClient(app.url);
    await visitor.get('/verify');
    const statuses = new Set<number>();
    await app.database.knex.raw('select 1');
    for (let at = 0; at < 31; at += 1)
      for (const { status } of await Promise.all(
        Array.from({ length: 10 }, () => visitor.post('/verify', { checkValue: 'a'.repeat(64), lastDigits })),
      ))
        statuses.add(status);
    expect([...statuses].sort()).toEqual([200, 429]);
  });

  it('finds no choice by guessing, and would without the nonce', () => {
    const { nonce, canonical_body: body } = second;
    const header = (saved: typeof first) => ({
      candidateNumber: people.pilot,
      group: 'G1',
      ordinal: 2,
      saveNumber: 2,
      batch: 'early-other',
      pack: 'henan',
      packVersion: 1,
      savedAt: saved.saved_at.toISOString(),
      actor: 'candidate 1',
      address: '127.0.0.1',
      device: 'device',
    });
    const guessed = (secret: Buffer, target: Buffer, guesses: number) => {
      for (let at = 0; at < guesses; at += 1) {
        // The right choice is among the guesses.
        const text = at === guesses - 1 ? body : body.replace('0001', String(at));
        if (computeCheckValue(header(second), text, FIRST_HASH, secret).equals(target)) return true;
      }
      return false;
    };
    const empty = Buffer.alloc(0);
    const target = computeCheckValue(header(second), body, FIRST_HASH, nonce);
    expect(guessed(empty, target, GUESSES)).toBe(false);
    expect(guessed(empty, computeCheckValue(header(second), body, FIRST_HASH, empty), 1000)).toBe(true);
  });
});

describe('账本回执', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'receipt-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const check = (text: string) => {
    const name = path.join(folder, 'receipt.json');
    writeFileSync(name, text);
    const { status, stdout } = spawnSync(getProgram('python3'), [SCRIPT, '--receipt', name], {
      encoding: 'utf8',
    });
    return { status, stdout };
  };

  it('waits for the ledger, and then is checked without this system', async () => {
    const url = `/versions/${first.id}/receipt`;
    const early = await owner.get(url);
    expect([early.status, early.text]).toEqual([409, expect.stringContaining('1分钟后再下载')]);
    const keys = openLedgerRing(app.config.secrets.ledgerKey);
    await createTakeLeaves({ db: app.database.knex, clock: databaseClock, keys, host: 'zy.example.cn' })();
    const { status, html, headers } = await owner.get(url);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(
      /^attachment; filename="zhiyuan-receipt-\d+\.json"; filename\*=UTF-8''[^ ]+\.json$/,
    );
    expect(html).not.toContain('北京体育');
    expect(check(html)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('stands in the ledger as leaf 0'),
    });

    const receipt = JSON.parse(html);
    const other = JSON.parse((await owner.get(`/versions/${second.id}/receipt`)).html);
    const forged: readonly object[] = [
      { ...receipt, leaf: receipt.leaf.replace('"version"', '"Version"') },
      { ...receipt, checkValue: other.checkValue },
      { ...receipt, index: 1 },
      { ...receipt, path: [] },
      { ...receipt, checkpoint: receipt.checkpoint.replace('\n2\n', '\n3\n') },
      { ...receipt, leaf: other.leaf },
    ];
    for (const one of forged) expect(check(JSON.stringify(one)).status).toBe(1);
  });

  it("is the owner's alone", async () => {
    const stranger = await signIn(app, people.rural);
    expect((await stranger.get(`/versions/${first.id}/receipt`)).status).toBe(404);
    expect((await createTestClient(app.url).get(`/versions/${first.id}/receipt`)).url).toContain('/sign-in');
  });
});

describe('a list that was given up', () => {
  it('is 已放弃, and what it replaced stays replaced', async () => {
    await app.database.knex('application_groups').update({ abandoned_at: new Date() });
    expect((await ask(second.hash.toString('hex'))).verdict).toBe('已放弃');
    expect((await ask(first.hash.toString('hex'))).verdict).toContain('替代');
    expect(await idOf(app, people.pilot)).toBeGreaterThan(0);
  });
});
