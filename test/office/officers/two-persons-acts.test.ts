import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { createLogger } from '../../../src/infrastructure/logger';
import { defaultLayout, formatLayout } from '../../../src/office/exports/layout';
import { startImportJobs } from '../../../src/office/imports/jobs/start-import-jobs';
import { addSampleReview, approves, judge, newestCase, stateOf } from '../../account/review/review-steps';
import {
  changePack,
  file,
  idOf,
  listSound,
  moveWindow,
  people,
  signIn,
  sound,
  withoutCooldown,
} from '../../candidate/filing/filing';
import { type DemoOfficerName, idOfOfficer, signInOfficer } from '../../support/officers';
import { bound } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { toCsv } from '../imports/files';
import { checked, issue, openRecord } from '../service-desk/counter-steps';
import { waitForState } from '../supplements/supplement-steps';
import { releaseSecrets } from './release-steps';

/** Both officers at their browsers, on an installation of their own. */
interface Scene {
  readonly app: TestApp;
  readonly first: TestClient;
  readonly second: TestClient;
}

interface Halves {
  /** The second officer's half, as the form of the page sends it. */
  readonly approve: () => Promise<TestPage>;
  /** Whether the act took effect. */
  readonly isDone: () => Promise<boolean>;
}

interface Act {
  readonly name: string;
  readonly by: readonly [DemoOfficerName, DemoOfficerName];
  /** Does the first half. */
  readonly ask: (scene: Scene) => Promise<Halves>;
}

const province = ['province-1', 'province-2'] as const;
const county = ['county-1', 'county-2'] as const;

/** Posts a form with a file as a browser does. @returns where it leads */
async function upload(
  { app, first }: Scene,
  action: string,
  fields: Readonly<Record<string, string | Blob>>,
): Promise<string> {
  const page = await first.get(action);
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...page.hidden(action), ...fields }))
    if (typeof value === 'string') body.set(name, value);
    else body.set(name, value, name === 'file' ? 'list.csv' : name);
  const cookie = [...first.cookies].map((pair) => pair.join('=')).join('; ');
  const response = await fetch(new URL(action, app.url), {
    ...{ method: 'POST', body, headers: { cookie }, redirect: 'manual' },
  });
  return response.headers.get('location') ?? '';
}

/** Presses a button of a page. */
async function press(
  client: TestClient,
  address: string,
  action: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<TestPage> {
  const page = await client.get(address);
  return client.post(action, { ...page.hidden(action), ...fields });
}

async function askForCode({ app, first, second }: Scene): Promise<Halves> {
  await issue(app, first, bound.totp, { ...checked, purpose: 'totp' });
  const newest = () => app.database.knex('counter_codes').orderBy('id', 'desc').first();
  const { id } = await newest();
  return {
    approve: () => press(second, '/office/counter/requests', `/office/counter/requests/${id}/approval`),
    isDone: async () => (await newest()).code_hash !== null,
  };
}

async function askForRestoration({ app, first, second }: Scene): Promise<Halves> {
  await changePack(app, withoutCooldown);
  const pilot = await signIn(app, people.pilot);
  for (const codes of listSound(2)) await file(pilot, 'early-other', codes);
  const listVersions = () => app.database.knex('application_versions').orderBy('ordinal');
  const [version] = await listVersions();
  const asked = { version: String(version.id), police: '郑公受字2021第7号', reason: '志愿被他人篡改' };
  await press(first, `/office/restorations/new?number=${people.pilot}`, '/office/restorations', asked);
  const { id } = await app.database.knex('restorations').first('id');
  const address = `/office/restorations/${id}`;
  return {
    approve: () => press(second, address, `${address}/approval`),
    isDone: async () => (await listVersions()).length === 3,
  };
}

async function askForExport({ app, first, second }: Scene): Promise<Halves> {
  await file(await signIn(app, people.pilot), 'early-other', sound);
  await moveWindow(app, 'early-other', { closesAt: new Date(app.clock.read().getTime() - 1000) });
  const list = '/office/exports';
  const asked = { batches: 'early-other', reason: '投档', layout: formatLayout(defaultLayout) };
  await press(first, list, list, asked);
  const read = () => app.database.knex('list_exports').first();
  const { id } = await read();
  return {
    approve: () => press(second, list, `${list}/${id}/approval`),
    isDone: async () => (await read()).decided_by !== null,
  };
}

async function askForImport(scene: Scene): Promise<Halves> {
  const { app, first, second } = scene;
  const rows = [
    ['批次', '科类', '院校代号', '专业代号', '专业名称', '计划数'],
    ['提前批其他', '5', '0001', '16', '马克思主义理论', '2'],
  ];
  const address = await upload(scene, '/office/imports', {
    kind: 'plans',
    sheet: '',
    file: new Blob([toCsv(rows)]),
  });
  const looked = await waitForState(first, address, '检查完毕，等待确认');
  const number = /共(\d+)条/.exec(looked.text)?.[1] ?? '';
  await press(first, address, `${address}/confirmation`, { number, reason: '院校来函' });
  const job = () => app.database.knex('import_jobs').orderBy('id', 'desc').first();
  return {
    approve: () => press(second, address, `${address}/approval`),
    isDone: async () => (await job()).state !== 'approving',
  };
}

async function askForPack(scene: Scene): Promise<Halves> {
  const { app, first, second } = scene;
  const shipped = readShippedRulePack('henan-2021');
  const batches = shipped.batches.map((batch) => ({ ...batch, maxSaves: (batch.maxSaves ?? 0) + 1 }));
  const text = JSON.stringify({ ...shipped, version: 2, batches });
  const address = await upload(scene, '/office/rule-packs', { reason: '调整', file: new Blob([text]) });
  const page = await first.get(address);
  const number = /（共(\d+)项/.exec(page.text)?.[1] ?? '0';
  await press(first, address, `${address}/activation`, { number, reason: '按通知调整' });
  return {
    approve: () => press(second, address, `${address}/approval`),
    isDone: async () => {
      const row = await app.database.knex('rule_packs').where({ active: true }).first('version');
      return row.version === 2;
    },
  };
}

async function judgeFirst({ app, first, second }: Scene): Promise<Halves> {
  await addSampleReview(app);
  const id = await newestCase(app);
  await judge(first, id, approves);
  return {
    approve: () => judge(second, id, approves),
    isDone: async () => (await stateOf(app, id)) !== 'waiting',
  };
}

async function typeFirst({ app, first, second }: Scene): Promise<Halves> {
  const [codes = {}] = listSound(1);
  for (const officer of [first, second]) await openRecord(app, officer, people.squad);
  const choice = `/office/paper-drafts/candidates/${await idOf(app, people.squad)}`;
  const { url } = await press(first, choice, choice, { batch: 'early-other', signed: 'yes' });
  await press(first, url, `${url}/entry`, codes);
  return {
    approve: () => press(second, url, `${url}/entry`, codes),
    isDone: async () => (await app.database.knex('application_versions')).length === 1,
  };
}

async function giveSecret({ app, first, second }: Scene): Promise<Halves> {
  const account = { role: 'county', signInName: 'held-two', name: '李向阳', placeName: '中牟县招生办公室' };
  const asked = { ...account, cityCode: '', countyCode: '410122', schoolCode: '', reason: '新任' };
  await press(first, '/office/officers/new', '/office/officers', asked);
  const read = () => app.database.knex('officers').where({ sign_in_name: 'held-two' }).first();
  return {
    approve: () => releaseSecrets(second, 'held-two'),
    isDone: async () => (await read()).first_secret_held_since === null,
  };
}

/** Every act that asks whether two officers are two persons. */
const acts: readonly Act[] = [
  { name: '柜台码', by: county, ask: askForCode },
  { name: '志愿恢复', by: province, ask: askForRestoration },
  { name: '志愿导出', by: province, ask: askForExport },
  { name: '导入名单', by: province, ask: askForImport },
  { name: '启用规则包', by: province, ask: askForPack },
  { name: '身份核验审核', by: ['reviewer-1', 'reviewer-2'], ask: judgeFirst },
  { name: '纸质志愿录入', by: county, ask: typeFirst },
  { name: '首次登录密码', by: province, ask: giveSecret },
];

describe('what takes two, of an officer and the one whose account that officer made', () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-two-'));
  let scene: Scene & { readonly running: { stop(): Promise<void> } };

  async function open([first, second]: Act['by']): Promise<typeof scene> {
    const app = await startTestApp({ env: { DATA_DIR: dataDir } });
    const { imports } = app.services;
    const settings = { ...imports, log: createLogger('silent'), everyMs: 50 };
    return {
      app,
      first: await signInOfficer(app, first),
      second: await signInOfficer(app, second),
      running: startImportJobs(app.services, settings),
    };
  }
  afterEach(async () => {
    await scene.running.stop();
    await scene.app.close();
  });
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  it.each(acts.map((act) => [act.name, act] as const))(
    'refuses %s within the days, and serves behind',
    async (...given) => {
      const [, { by, ask }] = given;
      scene = await open(by);
      const { app } = scene;
      const { approve, isDone } = await ask(scene);
      const [first, second] = [await idOfOfficer(app, by[0]), await idOfOfficer(app, by[1])];
      const held = (id: number, madeBy: number | null, days: number) => {
        const apartUntil = madeBy === null ? null : new Date(Date.now() + days * 86_400_000);
        return app.database
          .knex('officers')
          .where({ id })
          .update({ made_by: madeBy, apart_until: apartUntil });
      };
      // The second one's by the first, the first one's by the second, both by a third.
      const third = await idOfOfficer(app, 'auditor-1');
      const makers = [
        [null, first],
        [second, null],
        [third, third],
      ] as const;
      for (const [ofFirst, ofSecond] of makers) {
        await held(first, ofFirst, 7);
        await held(second, ofSecond, 7);
        const refused = await approve();
        expect([refused.status, refused.text.includes('由同一人开通')]).toEqual([409, true]);
        expect(await isDone()).toBe(false);
      }
      await held(first, third, -1);
      await held(second, first, -1);
      const approved = await approve();
      expect([approved.status, await isDone()]).toEqual([200, true]);
    },
  );
});
