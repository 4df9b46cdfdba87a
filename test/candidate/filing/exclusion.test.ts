import { verifyCommand } from '../../../src/cli/verify.command';
import type { RulePack } from '../../../src/rules/pack/rule-pack';
import { runCommand } from '../../cli/run-command';
import { signInOfficer } from '../../support/officers';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';
import {
  type Codes,
  changePack,
  file,
  findSound,
  forgetFilings,
  idOf,
  moveWindow,
  openForm,
  people,
  pressSave,
  sameBrowser,
  signIn,
  sound,
  withoutCooldown,
} from './filing';

const PARALLEL = 32;
const FIRST = 'undergraduate-1';
const SECOND = 'undergraduate-2';
const EARLY = 'early-other';

/** 本科一批 goes with neither 提前批其他 nor 本科二批, which go together. */
const withPairs = (pack: RulePack): RulePack => ({
  ...withoutCooldown(pack),
  batches: withoutCooldown(pack).batches.map((batch) =>
    batch.code === FIRST ? { ...batch, excludes: [EARLY, SECOND] } : batch,
  ),
});

describe('batches that exclude each other by pairs', () => {
  let app: TestApp;
  let client: TestClient;
  let codes: Readonly<Record<string, Codes>>;
  let id: number;

  beforeAll(async () => {
    app = await startTestApp();
    await changePack(app, withPairs);
    client = await signIn(app, people.pilot);
    codes = {
      [EARLY]: sound,
      [FIRST]: await findSound(app, people.pilot, FIRST),
      [SECOND]: await findSound(app, people.pilot, SECOND),
    };
    id = await idOf(app, people.pilot);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    const { knex } = app.database;
    await knex('restorations').delete();
    await forgetFilings(app);
    for (const table of ['ledger_leaves', 'ledger_nodes', 'ledger_checkpoints']) {
      await knex.raw('alter table ?? disable trigger user', [table]);
      await knex(table).delete();
      await knex.raw('alter table ?? enable trigger user', [table]);
    }
  });

  const fileBatch = (batch: string) => file(client, batch, codes[batch] ?? {});
  const listGroups = () =>
    app.database
      .knex('application_groups')
      .where({ candidate_id: id })
      .orderBy('group_code')
      .select({ group: 'group_code', batch: 'current_batch_code', saves: 'saves_used' });
  const listInForce = async () =>
    (await listGroups()).flatMap(({ batch }) => (batch === null ? [] : [batch]));

  it('leaves together what goes together, and closes all that does not, after each was named', async () => {
    await fileBatch(EARLY);
    expect((await client.get('/')).text).toContain('已填报【提前批其他】，改报将覆盖');
    expect((await fileBatch(SECOND)).url).toBe(`/batches/${SECOND}`);
    expect(await listInForce()).toEqual([EARLY, SECOND]);

    await client.get(`/batches/${FIRST}/notice`);
    const question = await client.post(`/batches/${FIRST}/notice`, {});
    expect(question.url).toBe(`/batches/${FIRST}/overwrite`);
    expect(question.text).toContain('将覆盖上次填报的【提前批其他】、【本科二批】志愿，是否继续填报');
    expect(question.text).toContain('保存后将失去的【提前批其他】志愿');
    expect(question.text).toContain('保存后将失去的【本科二批】志愿');
    expect(question.text).toContain('马克思主义理论');
    const formToken = app.services.tokens.issue(id, FIRST);
    const straight = await client.post(`/batches/${FIRST}/versions`, { ...codes[FIRST], formToken });
    expect(straight.url).toBe(`/batches/${FIRST}/overwrite`);

    const form = await client.post(`/batches/${FIRST}/overwrite`, {});
    expect(form.text).toContain('保存后将覆盖已填报的【提前批其他】、【本科二批】志愿');
    const changes = await pressSave(client, form, codes[FIRST]);
    expect(changes.text).toContain('志愿还没有保存');
    expect(changes.text).toContain('将被覆盖：已填报的【提前批其他】、【本科二批】志愿');
    expect(await listInForce()).toEqual([EARLY, SECOND]);
    expect((await pressSave(client, changes)).url).toBe(`/batches/${FIRST}`);

    expect(await listGroups()).toEqual([
      { group: 'G1', batch: null, saves: 1 },
      { group: FIRST, batch: FIRST, saves: 1 },
      { group: SECOND, batch: null, saves: 1 },
    ]);
    expect((await client.get(`/batches/${EARLY}`)).status).toBe(404);
    const mail = await app.database.knex('mails').where({ candidate_id: id }).orderBy('id', 'desc').first();
    expect(mail.body).toContain('本次内容：覆盖【提前批其他】、【本科二批】，首次填报');
    const audit = await app.database.knex('audit_entries').orderBy('id', 'desc').first();
    expect(audit.detail).toMatchObject({ batch: FIRST, excluded: `${EARLY},${SECOND}` });
    expect((await client.get('/versions')).text).toContain('本科二批');
  });

  it('counts on where a list was closed, chains to it, and is found right by verify', async () => {
    await fileBatch(EARLY);
    await fileBatch(FIRST);
    expect((await fileBatch(EARLY)).text).toContain('第2次保存时间');
    expect(await listInForce()).toEqual([EARLY]);
    const versions = await app.database.knex('application_versions').orderBy('id');
    expect(versions.map(({ closes }) => closes)).toEqual([null, [['G1', 1]], [[FIRST, 1]]]);
    expect(versions[2].previous_hash).toEqual(versions[0].hash);
    const ask = async (hash: Buffer) => {
      const visitor = createTestClient(app.url);
      await visitor.get('/verify');
      const lastDigits = people.pilot.slice(-4);
      const page = await visitor.post('/verify', { checkValue: hash.toString('hex'), lastDigits });
      return /● (?:<strong>)?([^<]*)/.exec(page.html)?.[1];
    };
    expect(await ask(versions[0].hash)).toMatch(/^已于.*被新的保存替代$/);
    expect(await ask(versions[1].hash)).toMatch(/^已于.*被新的保存替代$/);
    expect(await ask(versions[2].hash)).toBe('现行有效');
    const { code, text } = await runCommand(verifyCommand, app.database, []);
    expect([code, text]).toEqual([0, expect.stringContaining('all is right')]);
    const tampered = await withOwner(() =>
      app.database.knex('application_versions').where({ id: versions[2].id }).update({ closes: null }),
    );
    expect(tampered.text).toContain('the stored header or body is not what was hashed');
    expect(tampered.text).toContain(`${FIRST}`);
    await withOwner(() =>
      app.database
        .knex('application_versions')
        .where({ id: versions[2].id })
        .update({ closes: JSON.stringify([[FIRST, 1]]) }),
    );
  });

  async function withOwner(change: () => PromiseLike<unknown>) {
    const { knex } = app.database;
    await knex.raw('alter table application_versions disable trigger user');
    await change();
    await knex.raw('alter table application_versions enable trigger user');
    return runCommand(verifyCommand, app.database, []);
  }

  it('asks anew when something else that it closes was saved meanwhile', async () => {
    await fileBatch(EARLY);
    const form = await openForm(client, FIRST);
    await fileBatch(SECOND);
    const page = await pressSave(client, form, codes[FIRST]);
    expect(page.url).toBe(`/batches/${FIRST}/overwrite`);
    expect(page.text).toContain('【提前批其他】、【本科二批】');
    expect(await listInForce()).toEqual([EARLY, SECOND]);
  });

  it('lets a list that can be filed no more bar what it excludes, on every way in', async () => {
    await fileBatch(SECOND);
    const form = await openForm(client, FIRST);
    const { closes_at: before } = await app.database.knex('windows').where({ batch_code: SECOND }).first();
    await moveWindow(app, SECOND, { closesAt: new Date(app.clock.read().getTime() - MINUTE) });
    const said = '已填报【本科二批】，填报时间已过，不能再兼报本批次';
    expect((await client.get('/')).text).toContain(said);
    for (const page of [
      await client.get(`/batches/${FIRST}/notice`),
      await client.get(`/batches/${FIRST}/form`),
      await pressSave(client, form, codes[FIRST]),
    ])
      expect([page.status, page.text.includes('您已填报【本科二批】，其填报时间已过')]).toEqual([409, true]);
    expect(await listInForce()).toEqual([SECOND]);
    await moveWindow(app, SECOND, { closesAt: before });
  });

  it('does not close what was given up, and lets the rest be filed', async () => {
    await fileBatch(EARLY);
    await app.database
      .knex('application_groups')
      .where({ candidate_id: id, group_code: 'G1' })
      .update({ abandoned_at: app.clock.read() });
    const receipt = await pressSave(client, await openForm(client, FIRST), codes[FIRST]);
    expect(receipt.url).toBe(`/batches/${FIRST}`);
    const [version] = await app.database.knex('application_versions').where({ batch_code: FIRST });
    expect(version.closes).toBeNull();
  });

  it('closes again what excludes a list that the office puts back, and says so before', async () => {
    await fileBatch(EARLY);
    await fileBatch(FIRST);
    const officers = [
      await signInOfficer(app, 'province-1'),
      await signInOfficer(app, 'province-2'),
    ] as const;
    const [closed] = await app.database.knex('application_versions').where({ batch_code: EARLY });
    const list = '/office/restorations';
    const page = await officers[0].get(`${list}/new?number=${people.pilot}`);
    await officers[0].post(list, {
      ...page.hidden(list),
      version: String(closed.id),
      police: '郑公受字2021第7号',
      reason: '志愿被他人篡改',
    });
    const [request] = await app.database.knex('restorations');
    const decision = await officers[1].get(`${list}/${request.id}`);
    expect(decision.text).toContain('现在有效的是【本科一批】志愿，恢复后不再有效');
    const act = `${list}/${request.id}/approval`;
    expect((await officers[1].post(act, decision.hidden(act))).text).toContain('志愿已恢复');
    expect(await listInForce()).toEqual([EARLY]);
    expect((await runCommand(verifyCommand, app.database, [])).code).toBe(0);
  });

  it('is counted once in 填报进度, whichever and however many exclude the batch', async () => {
    const county = await signInOfficer(app, 'county-1');
    const read = async (batch: string) => {
      const page = await county.get(`/office/coverage?batch=${batch}`);
      const row = /<tr class="total">[\s\S]*?<\/tr>/.exec(page.html)?.[0] ?? '';
      const cells = [...row.matchAll(/data-label="([^"]+)">(\d+)</g)].map(([, name, n]) => [name, Number(n)]);
      return Object.fromEntries(cells) as Readonly<Record<string, number>>;
    };
    await fileBatch(EARLY);
    await fileBatch(SECOND);
    expect(await read(FIRST)).toMatchObject({ 保存1次: 0, 不能兼报的批次: 1 });
    expect(await read(SECOND)).toMatchObject({ 保存1次: 1, 不能兼报的批次: 0 });
    await fileBatch(FIRST);
    expect(await read(FIRST)).toMatchObject({ 保存1次: 1, 不能兼报的批次: 0 });
    expect(await read(SECOND)).toMatchObject({ 保存1次: 0, 不能兼报的批次: 1 });
    expect(await read(EARLY)).toMatchObject({ 保存1次: 0, 不能兼报的批次: 1 });
  });

  it('is told of a pack that adds a pair, with how many hold both', async () => {
    await fileBatch(EARLY);
    await fileBatch(SECOND);
    const { knex } = app.database;
    const { code, version, body } = await knex('rule_packs').where({ active: true }).first();
    const more = (body as RulePack).batches.map((batch) =>
      batch.code === SECOND ? { ...batch, excludes: [FIRST, EARLY] } : batch,
    );
    const next = { ...body, version: version + 1, batches: more };
    const [{ id: pack }] = await knex('rule_packs')
      .insert({ code, version: version + 1, body: JSON.stringify(next) })
      .returning('id');
    const province = await signInOfficer(app, 'province-1');
    const page = await province.get(`/office/rule-packs/${pack}`);
    expect(page.text).toContain('1名考生的【提前批其他】和【本科二批】志愿都有效，新规则包规定两者不能兼报');
    expect(page.text).toContain('本科二批 › 不能兼报的批次');
    expect(page.text).toContain('【本科一批】【提前批其他】');
    await knex('rule_packs').where({ id: pack }).delete();
  });

  it.each([
    [
      [EARLY, FIRST],
      [[EARLY], [FIRST]],
    ],
    [
      [EARLY, FIRST, SECOND],
      [[EARLY], [EARLY, SECOND], [FIRST], [SECOND]],
    ],
  ])(
    `of ${PARALLEL} saves of %j at the same moment, over two processes, leaves one of %j`,
    async (batches, allowed) => {
      const other = await startTestApp({ database: app.database, clock: app.clock });
      const twin = sameBrowser(client, other);
      await twin.get('/');
      const saveAtLast = async (window: TestClient, batch: string): Promise<TestPage> => {
        const formToken = app.services.tokens.issue(id, batch);
        let page = await openForm(window, batch).catch(() => null);
        while (page?.status === 200)
          page = await pressSave(window, page, { ...codes[batch], formToken }, { follow: false });
        return page ?? (await window.get('/'));
      };
      try {
        const pages = await Promise.all(
          Array.from({ length: PARALLEL }, (_none, at) =>
            saveAtLast(at % 4 < 2 ? client : twin, batches[at % batches.length] ?? EARLY),
          ),
        );
        expect(pages.filter(({ status }) => status >= 500)).toEqual([]);
        const inForce = await listInForce();
        expect(allowed).toContainEqual(inForce);
        expect((await runCommand(verifyCommand, app.database, [])).code).toBe(0);
      } finally {
        await other.close();
      }
    },
  );
});
