import { demoOfficers } from '../../seeds/demo/officers';
import { computeTotp, totpCounter } from '../../src/infrastructure/security/totp';
import { useDevice } from './device';
import type { TestApp } from './test-app';
import { createTestClient, demoPassword, type TestClient } from './test-client';

/*
 * Officers for tests. `signInOfficer(app, 'county-1')` gives a browser that is signed in at /office; then
 *   await client.get('/office/officers');
 *   await client.post('/office/officers/3/disabling', { ...page.hidden('/office/officers/3/disabling'), reason: '…' });
 * `_csrf` is added from the last page. Each call is a sign-in of its own (about 200 ms) and ends the officer's
 * session before it: sign in once a file, in `beforeAll`, where you can.
 */

/** The demo's officers: county-1 and county-2 are of 中牟县 (410122), county-3 of 金水区 (410105). */
export type DemoOfficerName =
  | 'county-1'
  | 'county-2'
  | 'county-3'
  | 'province-1'
  | 'province-2'
  | 'school-1'
  | 'city-1'
  | 'auditor-1'
  | 'reviewer-1'
  | 'reviewer-2'
  | 'reviewer-3';

/** The secret of an officer's authenticator. */
export function getOfficerSecret(signInName: DemoOfficerName): string {
  const found = demoOfficers.find(({ draft }) => draft.signInName === signInName);
  if (found === undefined) throw new Error(`${signInName} is not in the demo`);
  return found.totpSecret;
}

/** 动态密码 that serves now: counters that were used serve again, so that no test waits for the next half minute. */
export async function refreshOfficerTotp(app: TestApp, signInName: DemoOfficerName): Promise<string> {
  await app.database.knex('officers').where({ sign_in_name: signInName }).update({ totp_last_counter: null });
  return computeTotp(getOfficerSecret(signInName), totpCounter(Date.now()));
}

/** Signs an officer of the demo in, at a browser of their own. */
export async function signInOfficer(app: TestApp, signInName: DemoOfficerName): Promise<TestClient> {
  const client = createTestClient(app.url);
  useDevice(app, client, `office-${signInName}`);
  await client.get('/office/sign-in');
  const totp = await refreshOfficerTotp(app, signInName);
  const page = await client.post('/office/sign-in', { signInName, password: demoPassword, totp });
  if (page.url !== '/office') throw new Error(`${signInName} was not signed in: ${page.text}`);
  return client;
}

/** Id of an officer of the demo. */
export async function idOfOfficer(app: TestApp, signInName: DemoOfficerName): Promise<number> {
  const row = await app.database.knex('officers').where({ sign_in_name: signInName }).first('id');
  return row.id;
}

/** Actions that an officer's audit lines name, oldest first. */
export async function listOfficerActs(app: TestApp, signInName: DemoOfficerName): Promise<readonly string[]> {
  const id = await idOfOfficer(app, signInName);
  const rows = await app.database
    .knex('audit_entries')
    .where({ actor_kind: 'officer', actor_id: String(id) })
    .orderBy('id')
    .select('action');
  return rows.map(({ action }) => action);
}
