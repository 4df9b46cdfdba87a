import { setTimeout as sleep } from 'node:timers/promises';
import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import { deleteWindows, insertWindows } from '../../src/domain/batches/window.repository';
import { findCandidate } from '../../src/domain/candidates/candidate.repository';
import { defaultLayout, formatLayout } from '../../src/office/exports/layout';
import { listDefaultWindows } from '../../src/rules/windows/default-windows';
import { type Codes, choose, file, idOf, signIn } from '../candidate/filing/filing';
import { openRecord } from '../office/service-desk/counter-steps';
import { signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import type { TestClient, TestPage } from '../support/test-client';
import { enterWorld } from './world';

interface Walk {
  readonly pack: string;
  /** A pack of the province's another year. */
  readonly other: string;
  readonly batch: string;
  /** An instant at which the batch is filed, and one at which it is over. */
  readonly during: string;
  readonly after: string;
  /** Who files, and whose list comes on paper. */
  readonly filer: string;
  readonly onPaper: string;
  /** When one may file, as the office reads it. */
  readonly times: string;
  /** Ends with attempts of their own in the report: one a day. */
  readonly ends: readonly string[];
  readonly county: string;
}

const walks: readonly Walk[] = [
  {
    ...{ pack: 'shandong-2026', other: 'shandong-2021', batch: 'regular-1' },
    ...{ during: '2026-07-05T17:59:30+08:00', after: '2026-07-08T10:00:00+08:00' },
    ...{ filer: '26370112101001', onPaper: '26370112101002' },
    times: '2026年07月07日 18:00 每天9:00-18:00',
    county: '370112',
    ends: ['07月05日 18:00:00', '07月06日 18:00:00', '07月07日 18:00:00'],
  },
  {
    ...{ pack: 'henan-2026', other: 'henan-2021', batch: 'early-teacher' },
    ...{ during: '2026-06-28T17:59:30+08:00', after: '2026-06-29T10:00:00+08:00' },
    ...{ filer: '26410122151002', onPaper: '26410122111003' },
    times: '2026年06月28日 18:00',
    county: '410122',
    ends: ['06月28日 18:00:00'],
  },
];

describe.each(walks.map((walk) => [walk.pack, walk] as const))('the office with %s', (code, walk) => {
  const { batch, filer, onPaper } = walk;
  let app: TestApp;
  let province: TestClient;
  let county: TestClient;
  let name: string;
  beforeAll(async () => {
    app = await startTestApp();
    app.clock.set(new Date(walk.during));
    const pack = await enterWorld(app, code);
    name = pack.batches.find((one) => one.code === batch)?.name ?? '';
    await app.database.knex.transaction(async (transaction) => {
      await deleteWindows(transaction, pack.code);
      const windows = pack.batches.flatMap((one) => listDefaultWindows(pack, one));
      await insertWindows(transaction, pack.code, windows);
    });
    await app.services.reference.refresh();
    [province, county] = [await signInOfficer(app, 'province-1'), await signInOfficer(app, 'county-1')];
  });
  afterAll(() => app.close());

  /** One choice of 专业+学校 that no rule says anything of. */
  async function findSound(number: string): Promise<Codes> {
    const candidate = await findCandidate(app.database.knex, await idOf(app, number));
    if (candidate === null) throw new Error(`${number} is not in this world`);
    const found = app.services.filing.getBatch(batch);
    const rows = await app.database.knex('plan_entries').where({ batch_code: batch }).orderBy('id');
    for (const { institution_code: institution, major_code: major } of rows) {
      const slot = { institution, group: '', majors: [major], posts: [], adjustment: null };
      if (app.services.filing.check(candidate, found, { parallel: [slot] }).length === 0)
        return choose('parallel-1', institution, [major], null);
    }
    throw new Error(`${number} may save nothing in ${batch}`);
  }
  const said = (page: TestPage) => page.text.replace(/\s+/g, ' ');

  it('shows its windows, and lengthens what runs', async () => {
    expect(said(await province.get('/office/windows'))).toContain(walk.times);
    await province.get('/office/windows/change');
    const page = await province.post('/office/windows/preview', {
      ...{ [`batch-${batch}`]: 'on', act: 'lengthen', scopeKind: 'county', county: walk.county },
      ...{ minutes: '30', reason: '停电' },
    });
    expect([page.status, page.text.includes('18:30') || page.text.includes('9:00-18:30')]).toEqual([
      200,
      true,
    ]);
    expect((await province.get('/office/windows/check')).text).toContain('个批次的数据都可以开通');
  });

  it('tells the pack’s sources, and in what another year’s pack differs', async () => {
    const list = await province.get('/office/rule-packs');
    expect(list.text).toContain(code);
    const body = new FormData();
    const other = JSON.stringify(readShippedRulePack(walk.other));
    for (const [field, value] of Object.entries({ ...list.hidden('/office/rule-packs'), reason: '比较' }))
      body.append(field, value);
    body.append('file', new Blob([other], { type: 'application/json' }), 'pack.json');
    const cookie = [...province.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(new URL('/office/rule-packs', app.url), {
      ...{ method: 'POST', body, headers: { cookie }, redirect: 'manual' },
    });
    expect(answer.status).toBe(303);
    const compared = await province.get(answer.headers.get('location') ?? '');
    expect(compared.html.match(/data-label="此版本"/g)?.length ?? 0).toBeGreaterThan(10);
    const { id } = await app.database.knex('rule_packs').where({ active: true }).first('id');
    const own = await province.get(`/office/rule-packs/${id}`);
    expect([own.status, own.text.includes('百问百答')]).toEqual([200, true]);
  });

  it('counts what is filed, types a list from paper and saves it by two', async () => {
    const candidate = await signIn(app, filer);
    const saved = await file(candidate, batch, await findSound(filer));
    expect(saved.url).toBe(`/batches/${batch}`);
    const second = await signInOfficer(app, 'county-2');
    for (const officer of [county, second]) await openRecord(app, officer, onPaper);
    const path = `/office/paper-drafts/candidates/${await idOf(app, onPaper)}`;
    const page = await county.get(path);
    const begun = await county.post(path, { ...page.hidden(path), batch, signed: 'yes' });
    expect(begun.url).toMatch(/\/paper-drafts\/\d+$/);
    const codes = await findSound(onPaper);
    for (const officer of [county, second]) {
      const form = await officer.get(begun.url);
      await officer.post(`${begun.url}/entry`, { ...form.hidden(`${begun.url}/entry`), ...codes });
    }
    const versions = await app.database.knex('application_versions').where({ batch_code: batch });
    expect(versions.map(({ actor_kind: kind }) => kind).toSorted()).toEqual(['candidate', 'paper']);
    const board = await province.get(`/office/coverage?city=${walk.county.slice(0, 4)}&batch=${batch}`);
    expect([board.status, board.text.includes(name)]).toEqual([200, true]);
    const own = await county.get(`/office/coverage?county=${walk.county}&batch=${batch}`);
    expect(said(own)).toContain('合计');
  });

  it('has the evidence of a save in the last minute of a day, and choices once all is over', async () => {
    const closing = await county.get(`/office/evidence/closing?batch=${batch}`);
    for (const end of walk.ends) expect(closing.text).toContain(end);
    await county.get('/office/evidence');
    const asked = { number: filer, reason: '考生申诉' };
    const during = await county.post('/office/evidence', asked);
    expect(during.text).toContain('保存成功');
    expect(during.text).toContain('尚未截止');
    app.clock.set(new Date(walk.after));
    await county.get('/office/evidence');
    const after = await county.post('/office/evidence', asked);
    const [{ canonical_body: body }] = await app.database.knex('application_versions').orderBy('id');
    expect(after.text).toContain(`[${JSON.parse(body).sections[0].slots[0].institution.code}]`);
  });

  it('exports what is final', async () => {
    const path = '/office/exports';
    const page = await province.get(path);
    const layout = formatLayout(defaultLayout);
    await province.post(path, { ...page.hidden(path), batches: batch, reason: '投档', layout });
    const second = await signInOfficer(app, 'province-2');
    const asked = await second.get(path);
    const action = new RegExp(`action="(${path}/\\d+/approval)"`).exec(asked.html)?.[1] ?? '';
    await second.post(action, asked.hidden(action));
    const readState = () => app.database.knex('list_exports').orderBy('id', 'desc').first();
    for (let tries = 0; tries < 100 && (await readState())?.state !== 'done'; tries += 1) await sleep(50);
    expect((await second.get(path)).text).toContain('lists.csv：2份志愿');
  });
});
