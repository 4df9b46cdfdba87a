import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import type { RulePack } from '../../../src/rules/pack/rule-pack';
import { useDevice } from '../../support/device';
import { refreshDynamicPassword } from '../../support/dynamic-password';
import type { TestApp } from '../../support/test-app';
import {
  createTestClient,
  type PostOptions,
  type TestClient,
  type TestPage,
} from '../../support/test-client';

/** The demo's people that the tests file for. */
export const people = {
  pilot: '21410101151001',
  minority: '21410101111002',
  rural: '21410101151003',
  defaulter: '21410104151009',
  older: '21410104151010',
  squad: '21410101119001',
} as const;

export type Codes = Readonly<Record<string, string>>;

/** One 志愿 as the form posts it; `place` is section and slot, such as `first-1`. */
export function choose(
  place: string,
  institution: string,
  majors: readonly string[],
  adjustment: 'agree' | 'refuse' | null = 'agree',
): Codes {
  const fields: Record<string, string> = { [`${place}-institution`]: institution };
  majors.forEach((code, index) => {
    fields[`${place}-major-${index + 1}`] = code;
  });
  if (adjustment !== null) fields[`${place}-adjustment`] = adjustment;
  return fields;
}

/** 提前批其他, 第一志愿 [0001]北京体育大学 [16]马克思主义理论: no rule finds anything in it. */
export const sound = choose('first-1', '0001', ['16']);

/** `count` sound lists for 提前批其他, no two alike. */
export function listSound(count: number): readonly Codes[] {
  const majors = ['16', '27', '31', '0A'];
  const orders = majors.flatMap((one) => [
    [one],
    ...majors
      .filter((two) => two !== one)
      .flatMap((two) => [
        [one, two],
        ...majors.filter((three) => three !== one && three !== two).map((three) => [one, two, three]),
      ]),
  ]);
  const lists = (['agree', 'refuse'] as const).flatMap((word) =>
    orders.map((order) => choose('first-1', '0001', order, word)),
  );
  if (lists.length < count) throw new Error(`there are only ${lists.length} lists`);
  return lists.slice(0, count);
}

/** Signs in at the candidate's own computer, the same at each call: its device is known from the first on. */
export async function signIn(app: TestApp, candidateNumber: string): Promise<TestClient> {
  const client = createTestClient(app.url);
  useDevice(app, client, `device-${candidateNumber}-`);
  let page = await client.signIn(candidateNumber);
  if (page.url === '/sign-in/dynamic-password') {
    page = await client.post(page.url, { totp: await refreshDynamicPassword(app, candidateNumber) });
  }
  if (page.url !== '/') throw new Error(`${candidateNumber} was not signed in: ${page.text}`);
  return client;
}

/** The same browser, asking another process. */
export function sameBrowser(client: TestClient, app: TestApp): TestClient {
  const other = createTestClient(app.url);
  for (const [name, value] of client.cookies) other.cookies.set(name, value);
  return other;
}

/** Over 须知, and 是 where it is asked, into the form. */
export async function openForm(client: TestClient, batch = 'early-other'): Promise<TestPage> {
  await client.get(`/batches/${batch}/notice`);
  const page = await client.post(`/batches/${batch}/notice`, {});
  const form = page.url.endsWith('/overwrite') ? await client.post(`/batches/${batch}/overwrite`, {}) : page;
  if (form.status !== 200 || form.url !== `/batches/${batch}/form`)
    throw new Error(`no form but ${form.status}: ${form.text}`);
  return form;
}

/** Presses a button of a form page, or of the page that asks to confirm, with these codes typed. */
export function press(
  client: TestClient,
  form: TestPage,
  button: 'versions' | 'check' | 'draft' | 'clearing-request' | 'extension',
  codes: Codes = {},
  options: PostOptions = {},
): Promise<TestPage> {
  const [, batch = ''] = /^\/batches\/([^/]+)/.exec(form.url) ?? [];
  const hidden = form.hidden(`/batches/${batch}/versions`);
  return client.post(`/batches/${batch}/${button}`, { ...hidden, ...codes }, options);
}

export function pressSave(client: TestClient, form: TestPage, codes: Codes = {}, options: PostOptions = {}) {
  return press(client, form, 'versions', codes, options);
}

/** The whole way from 须知 to 浏览, the changes confirmed where that is asked. */
export async function file(client: TestClient, batch: string, codes: Codes): Promise<TestPage> {
  const page = await pressSave(client, await openForm(client, batch), codes);
  return page.text.includes('志愿还没有保存') && page.hidden().confirmed !== undefined
    ? pressSave(client, page)
    : page;
}

/** Id of a candidate of the demo. */
export async function idOf(app: TestApp, candidateNumber: string): Promise<number> {
  const row = await app.database.knex('candidates').where({ candidate_number: candidateNumber }).first('id');
  if (row === undefined) throw new Error(`${candidateNumber} is not in the demo`);
  return row.id;
}

/** Puts another pack in force, in this test's database alone. */
export async function changePack(app: TestApp, change: (pack: RulePack) => RulePack): Promise<void> {
  const { knex } = app.database;
  const row = await knex('rule_packs').where({ active: true }).first('id', 'body');
  await knex('rule_packs')
    .where({ id: row.id })
    .update({ body: JSON.stringify(change(row.body)) });
  await app.services.reference.refresh();
}

/** No waiting between saves. */
export function withoutCooldown(pack: RulePack): RulePack {
  return { ...pack, batches: pack.batches.map((batch) => ({ ...batch, cooldownMinutes: 0 })) };
}

/** Moves the windows of a batch, as the exam office does; the application is not told unless `refresh`. */
export async function moveWindow(
  app: TestApp,
  batch: string,
  window: { opensAt?: Date; closesAt?: Date },
  options: { refresh: boolean } = { refresh: true },
): Promise<void> {
  const { knex } = app.database;
  await knex('windows')
    .where({ batch_code: batch })
    .update({
      ...(window.opensAt && { opens_at: window.opensAt }),
      ...(window.closesAt && { closes_at: window.closesAt }),
    });
  if (options.refresh) await app.services.reference.refresh();
}

const fixed = ['application_versions', 'save_attempts', 'audit_entries'];

/** Takes away all that was filed, which the application itself cannot: only the owner of the tables may. */
export async function forgetFilings(app: TestApp): Promise<void> {
  await app.database.knex.transaction(async (transaction) => {
    for (const table of fixed) await transaction.raw('alter table ?? disable trigger user', [table]);
    for (const table of ['form_openings', 'application_drafts', 'application_groups', 'mails', ...fixed])
      await transaction(table).delete();
    for (const table of fixed) await transaction.raw('alter table ?? enable trigger user', [table]);
  });
}

/** A list of one 志愿 that the rules let this candidate save in a batch, `skip` such lists passed over. */
export async function findSound(
  app: TestApp,
  candidateNumber: string,
  batchCode: string,
  skip = 0,
): Promise<Codes> {
  const { knex } = app.database;
  const candidate = await findCandidate(knex, await idOf(app, candidateNumber));
  if (candidate === null) throw new Error(`${candidateNumber} is not in the demo`);
  const batch = app.services.filing.getBatch(batchCode);
  const [section] = batch.sections;
  const rows = await knex('plan_entries').where({ batch_code: batchCode }).orderBy('id');
  let passed = 0;
  for (const { institution_code: institution, major_code: major } of rows) {
    const slot = { institution, group: '', majors: [major], posts: [], adjustment: 'agree' as const };
    const code = section?.code ?? '';
    if (app.services.filing.check(candidate, batch, { [code]: [slot] }).length > 0) continue;
    if (passed === skip) return choose(`${code}-1`, institution, [major]);
    passed += 1;
  }
  throw new Error(`${candidateNumber} may save nothing in ${batchCode}`);
}
