import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifyCommand } from '../../../src/cli/verify.command';
import { exportLedger } from '../../../src/domain/ledger/export-ledger';
import { countFinalLists } from '../../../src/office/exports/final-list.repository';
import { queryFiled } from '../../../src/office/print-jobs/filed.repository';
import type { FinalConfirmation } from '../../../src/rules/pack/final-confirmation';
import type { RulePack } from '../../../src/rules/pack/rule-pack';
import { runCommand } from '../../cli/run-command';
import { refreshDynamicPassword } from '../../support/dynamic-password';
import { signInOfficer } from '../../support/officers';
import { bound, forgetLimits, listActs, listMailKinds } from '../../support/security-steps';
import { getSentCode } from '../../support/sent-codes';
import { getProgram } from '../../support/system-packages';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  changePack,
  file,
  findSound,
  idOf,
  moveWindow,
  openForm,
  pressSave,
  signIn,
  sound,
  withoutCooldown,
} from '../filing/filing';

const SCRIPT = path.resolve(__dirname, '../../../deploy/verify-ledger.py');
const BATCH = 'early-other';
const CONFIRM = `/batches/${BATCH}/confirmation`;
const RETRACT = `/batches/${BATCH}/retraction`;

/** As Guangdong has it: what was saved is confirmed by a factor, and that can be taken back so often. */
const withConfirmation = (finalConfirmation: FinalConfirmation) => (pack: RulePack) => ({
  ...withoutCooldown(pack),
  batches: withoutCooldown(pack).batches.map((batch) =>
    batch.exclusiveGroup === 'G1' ? { ...batch, finalConfirmation } : batch,
  ),
});

describe('a list that its owner confirms finally', () => {
  let app: TestApp;
  let client: TestClient;
  const owner = bound.totp;

  beforeEach(async () => {
    app = await startTestApp();
    await changePack(app, withConfirmation({ retractions: 1, unconfirmed: 'void' }));
    client = await signIn(app, owner);
    await file(client, BATCH, sound);
  });
  afterEach(() => app.close());

  const readGroup = async () =>
    app.database
      .knex('application_groups')
      .where({ candidate_id: await idOf(app, owner), group_code: 'G1' })
      .first();

  async function act(address: string, fields: Readonly<Record<string, string>> = {}) {
    const page = await client.get(address);
    const answer = fields.answer ?? (await refreshDynamicPassword(app, owner));
    return client.post(address, { ...page.hidden(address), ...fields, answer });
  }
  const close = () => moveWindow(app, BATCH, { closesAt: new Date(app.clock.read().getTime() - MINUTE) });
  const verify = async () => (await runCommand(verifyCommand, app.database, [])).code;

  it('is confirmed by the factor, changed no more, and let go once by the factor', async () => {
    expect((await client.get(`/batches/${BATCH}/notice`)).text).toContain(
      '可以撤销确认1次。截止时没有确认的志愿无效',
    );
    const browse = await client.get(`/batches/${BATCH}`);
    expect(browse.text).toContain('志愿还没有确认。 截止时没有确认的志愿无效');
    const home = await client.get('/');
    expect(home.text).toContain('，还没有确认');
    expect(home.text).toContain('确认志愿： 提前批其他 （没有确认的志愿无效）');
    const form = await openForm(client, BATCH);

    const page = await client.get(CONFIRM);
    expect(page.text).toContain('确认后不能修改本批次志愿。 如需修改，须先撤销确认，还可以撤销确认1次');
    expect(page.text).toContain('马克思主义理论');
    const wrong = await act(CONFIRM, { answer: '12345678' });
    expect([wrong.status, (await readGroup()).confirmed_ordinal]).toEqual([422, null]);
    const done = await act(CONFIRM);
    expect(done.url).toBe(`/batches/${BATCH}`);
    expect(done.text).toContain('已确认 ，不能修改，还可以撤销确认1次');
    expect(await readGroup()).toMatchObject({ confirmed_ordinal: 1, retractions_used: 0 });
    expect((await listMailKinds(app, owner)).at(-1)).toBe('listConfirmed');
    expect((await listActs(app, owner)).at(-1)).toBe('confirmList');

    // A form that was open, its way in, another category of the group, 放弃, and 确认 again.
    const late = await pressSave(client, form, sound);
    expect([late.status, late.text.includes('您的志愿已确认，不能修改')]).toEqual([409, true]);
    expect((await client.get(`/batches/${BATCH}/notice`)).status).toBe(409);
    const fellow = await client.get('/batches/early-military/notice');
    expect([fellow.status, fellow.text.includes('您已填报并确认【提前批其他】志愿')]).toEqual([409, true]);
    expect((await client.get(`/batches/${BATCH}/abandonment`)).status).toBe(409);
    expect((await client.get(CONFIRM)).status).toBe(409);
    expect((await client.get('/')).text).toContain('已填报，已确认，还可以撤销确认1次');
    expect(await verify()).toBe(0);

    const undone = await act(RETRACT);
    expect(undone.text).toContain('志愿还没有确认');
    expect((await listMailKinds(app, owner)).at(-1)).toBe('confirmationRetracted');
    expect(await readGroup()).toMatchObject({ confirmed_ordinal: null, retractions_used: 1 });
    await file(client, BATCH, await findSound(app, owner, BATCH, 1));
    const again = await act(CONFIRM);
    expect(again.text).toContain('已确认 ，不能修改，不能再撤销确认');
    expect([(await client.get(RETRACT)).status, (await act(RETRACT)).status]).toEqual([409, 409]);
    expect(await readGroup()).toMatchObject({ confirmed_ordinal: 2, retractions_used: 1 });
    expect(await verify()).toBe(0);
  });

  it('follows from leaves alone, for both verifiers', async () => {
    await act(CONFIRM);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'confirmed-'));
    try {
      const target = path.join(folder, 'export');
      const alone = async () => {
        const code = await verify();
        const lines: string[] = [];
        const options = { signal: new AbortController().signal, onProgress: () => undefined };
        await exportLedger(app.database.knex, async (line) => void lines.push(line), options);
        writeFileSync(target, lines.join(''));
        return [code, spawnSync(getProgram('python3'), [SCRIPT, target], { encoding: 'utf8' })] as const;
      };
      const [right, script] = await alone();
      expect([right, script.status, script.stdout]).toEqual([0, 0, expect.stringContaining('all is right')]);
      await app.database.knex('application_groups').update({ confirmed_ordinal: null });
      const [found, said] = await alone();
      expect([found, said.status]).toEqual([1, 1]);
      expect(said.stdout).toContain('which list was confirmed does not follow from the leaves');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is another list than the page showed where it was saved meanwhile, and one of two acts at once wins', async () => {
    const page = await client.get(CONFIRM);
    await file(client, BATCH, await findSound(app, owner, BATCH, 1));
    const answer = await refreshDynamicPassword(app, owner);
    const stale = await client.post(CONFIRM, { ...page.hidden(CONFIRM), answer });
    expect([stale.status, stale.text.includes('您的志愿刚刚有变化，本次没有办理')]).toEqual([409, true]);
    expect((await readGroup()).confirmed_ordinal).toBeNull();

    const form = await openForm(client, BATCH);
    const changes = await pressSave(client, form, sound);
    const shown = await client.get(CONFIRM);
    const code = await refreshDynamicPassword(app, owner);
    const [saved, confirmed] = await Promise.all([
      pressSave(client, changes),
      client.post(CONFIRM, { ...shown.hidden(CONFIRM), answer: code }),
    ]);
    const { confirmed_ordinal: ordinal, last_ordinal: last } = await readGroup();
    expect([saved.status, confirmed.status].filter((status) => status >= 500)).toEqual([]);
    expect([
      [null, 3],
      [2, 2],
    ]).toContainEqual([ordinal, last]);
    expect(await verify()).toBe(0);
  });

  it('counts for nothing where nobody confirmed it, on every list of the office', async () => {
    const county = await signInOfficer(app, 'county-1');
    const read = async () => {
      const page = await county.get(`/office/coverage?batch=${BATCH}`);
      const row = /<tr class="total">[\s\S]*?<\/tr>/.exec(page.html)?.[0] ?? '';
      const cells = [...row.matchAll(/data-label="([^"]+)">(\d+)</g)].map(([, name, n]) => [name, Number(n)]);
      return Object.fromEntries(cells) as Readonly<Record<string, number>>;
    };
    expect(await read()).toMatchObject({ 保存1次: 1, 已确认: 0 });
    const version = await app.database.knex('application_versions').first();
    const ask = async () => {
      const visitor = createTestClient(app.url);
      await visitor.get('/verify');
      const values = { checkValue: version.hash.toString('hex'), lastDigits: owner.slice(-4) };
      const page = await visitor.post('/verify', values);
      return /● (?:<strong>)?([^<]*)/.exec(page.html)?.[1];
    };
    expect(await ask()).toBe('已保存，没有确认，不作为录取依据');
    const knex = app.database.knex;
    const batches = (confirmedOnly: boolean) => [{ code: BATCH, abandonGroup: 'G1', confirmedOnly }];
    const countPrinted = async () => {
      const batch = app.services.filing.getBatch(BATCH);
      const query = queryFiled(knex, { kind: 'all' }, batch, { schoolCode: null, className: null });
      return Number((await query.count('* as n').first())?.n);
    };
    expect([await countFinalLists(knex, batches(true)), await countPrinted()]).toEqual([0, 0]);
    expect(await countFinalLists(knex, batches(false))).toBe(1);
    await act(CONFIRM);
    expect([await countFinalLists(knex, batches(true)), await countPrinted()]).toEqual([1, 1]);
    expect(await ask()).toBe('现行有效');
    expect(await read()).toMatchObject({ 已确认: 1 });
    await act(RETRACT);
    await close();
    const over = await client.get(`/batches/${BATCH}`);
    expect(over.text).toContain('截止时没有确认，志愿无效，录取时不使用');
    expect((await client.get('/')).text).toContain('已截止，已填报，没有确认，志愿无效');
    expect((await client.get(CONFIRM)).status).toBe(409);
  });

  it('where it counts anyway, says so; and a confirmed one is called confirmed', async () => {
    await changePack(app, withConfirmation({ retractions: 0, unconfirmed: 'counts' }));
    expect((await client.get(`/batches/${BATCH}`)).text).toContain('没有确认的，以最后一次保存的志愿为准');
    await act(CONFIRM);
    expect((await client.get(RETRACT)).status).toBe(409);
    const county = await signInOfficer(app, 'county-1');
    expect((await county.get(`/office/coverage?batch=${BATCH}`)).html).toContain('data-label="已确认">1<');
    await close();
    expect((await client.get('/')).text).toContain('已截止，已填报，已确认');
  });

  it('has no such page where the pack asks for nothing of the kind', async () => {
    await changePack(app, (pack) => ({
      ...pack,
      batches: pack.batches.map(({ finalConfirmation: _none, ...batch }) => batch),
    }));
    expect((await client.get(CONFIRM)).status).toBe(404);
    expect((await client.get(`/batches/${BATCH}`)).text).not.toContain('确认志愿');
  });
});

describe('by the other factors', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withConfirmation({ retractions: 1, unconfirmed: 'void' }));
  });
  afterAll(() => app.close());
  beforeEach(() => forgetLimits(app));

  it('a code by SMS', async () => {
    const client = await signIn(app, bound.phone);
    await file(client, BATCH, sound);
    const page = await client.get(CONFIRM);
    await client.post(`${CONFIRM}/code`, {});
    const sent = await getSentCode(app, await idOf(app, bound.phone), 'confirm');
    expect(sent.text).toContain('用于确认志愿或撤销确认，5分钟');
    const done = await client.post(CONFIRM, { ...page.hidden(CONFIRM), answer: sent.code });
    expect(done.text).toContain('已确认 ，不能修改');
  });

  it('密码 and 密码验证信息, both', async () => {
    const client = await signIn(app, bound.phrase);
    await file(client, BATCH, await findSound(app, bound.phrase, BATCH));
    const page = await client.get(CONFIRM);
    const post = (password: string) =>
      client.post(CONFIRM, { ...page.hidden(CONFIRM), password, answer: 'x' });
    expect((await post('wrong')).text).toContain('登录密码错误');
    expect((await post(demoPassword)).status).toBe(422);
  });
});
