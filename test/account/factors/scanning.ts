import type { TestApp } from '../../support/test-app';
import { createTestClient, demoPassword, type TestClient, type TestPage } from '../../support/test-client';
import type { FakeProvider } from './fake-provider';

export type Kind = 'wechat' | 'alipay';

const codeFields = { wechat: 'code', alipay: 'auth_code' } as const;

/** What a browser is sent to a provider with. */
export function readState(page: TestPage): string {
  const location = page.headers.get('location');
  const state = location === null ? null : new URL(location).searchParams.get('state');
  if (state === null) throw new Error(`no way to a provider: ${page.status} ${page.text}`);
  return state;
}

/** Goes to the provider from the sign-in page; the state with which it went. */
export async function beginScan(client: TestClient, kind: Kind = 'wechat'): Promise<string> {
  await client.get('/account/sign-in');
  return readState(await client.post(`/account/sign-in/scans/${kind}`, {}, { follow: false }));
}

/** Goes to the provider from 登录绑定. */
export async function beginBinding(client: TestClient, kind: Kind = 'wechat'): Promise<string> {
  await client.get('/account/factors');
  const fields = { [`${kind}Current`]: demoPassword };
  return readState(await client.post(`/account/factors/${kind}`, fields, { follow: false }));
}

/** Comes back from the provider with this query. */
export function comeBack(
  client: TestClient,
  query: Readonly<Record<string, string>>,
  kind: Kind = 'wechat',
): Promise<TestPage> {
  return client.get(`/account/scans/${kind}?${new URLSearchParams(query)}`);
}

/** A whole 扫码登录 of somebody, at a browser of its own unless one is given. */
export async function scanIn(
  app: TestApp,
  provider: FakeProvider,
  subject: string,
  { kind = 'wechat', client = createTestClient(app.url) }: { kind?: Kind; client?: TestClient } = {},
): Promise<TestPage> {
  const state = await beginScan(client, kind);
  return comeBack(client, { state, [codeFields[kind]]: provider.issue(kind, subject) }, kind);
}

/** A whole 绑定 at a signed-in browser. */
export async function bindAt(
  client: TestClient,
  provider: FakeProvider,
  subject: string,
  kind: Kind = 'wechat',
): Promise<TestPage> {
  const state = await beginBinding(client, kind);
  return comeBack(client, { state, [codeFields[kind]]: provider.issue(kind, subject) }, kind);
}
