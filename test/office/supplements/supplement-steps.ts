import { setTimeout as sleep } from 'node:timers/promises';
import type { TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { toCsv } from '../imports/files';

const PATH = '/office/supplements';

/** A list of remaining places as a province hands it out: codes and numbers alone. */
export async function listRemaining(
  app: TestApp,
  batch: string,
  track: string,
  count: number,
): Promise<readonly (readonly string[])[]> {
  const rows = await app.database
    .knex('plan_entries')
    .where({ batch_code: batch })
    .whereRaw('? = any(tracks) and quota > 1', [track])
    .orderBy('id')
    .limit(count);
  return [
    ['科类', '院校代号', '专业组', '专业代号', '计划数'],
    ...rows.map((row) => [track, row.institution_code, row.group_code, row.major_code, '1']),
  ];
}

/** Sends the form with a list as a browser does. */
export async function sendSupplement(
  app: TestApp,
  client: TestClient,
  fields: Readonly<Record<string, string>>,
  list: readonly (readonly string[])[] | null,
): Promise<{
  readonly status: number;
  readonly location: string;
  readonly text: string;
  readonly html: string;
}> {
  const form = await client.get(`${PATH}/new?base=${fields.base}`);
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...form.hidden(PATH), people: 'free', ...fields }))
    body.set(name, value);
  if (list !== null) body.set('file', new Blob([toCsv(list)]), '剩余计划.csv');
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const response = await fetch(new URL(PATH, app.url), {
    ...{ method: 'POST', body, headers: { cookie }, redirect: 'manual' },
  });
  const html = await response.text();
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    html,
    text: html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
  };
}

/** Looks at a job's page until its state is this one. */
export async function waitForState(client: TestClient, address: string, state: string): Promise<TestPage> {
  for (let tries = 0; tries < 200; tries += 1) {
    const page = await client.get(address);
    if (page.text.includes(`状态 ${state}`)) return page;
    await sleep(50);
  }
  throw new Error(`${address} did not come to ${state}: ${(await client.get(address)).text}`);
}

/** Asked for by one officer, and approved by another: in force. */
export async function makeByTwo(
  first: TestClient,
  second: TestClient,
  address: string,
  rows: number,
): Promise<TestPage> {
  const checked = await waitForState(first, address, '检查完毕，等待确认');
  const confirmation = `${address}/confirmation`;
  const fields = { ...checked.hidden(confirmation), number: String(rows), reason: '录取结束' };
  await first.post(confirmation, fields);
  const approval = `${address}/approval`;
  const seen = await second.get(address);
  await second.post(approval, seen.hidden(approval));
  return waitForState(first, address, '已导入');
}
