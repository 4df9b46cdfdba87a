import { listAudited } from '../support/claims';
import type { TestApp } from '../support/test-app';
import { demoPassword, type TestClient, type TestPage } from '../support/test-client';

export const ASK = '/account/solutions/classmates';

/** 秦知远's class, as he types it. */
export const ofClass = { institutionName: '雁湖大学', className: '计算机2001班', entryYear: '2020' };

export const names = { lumingqi: '陆明琪', baiyichen: '白亦宸', suwanqing: '苏晚晴' } as const;

/** Sends a request for the help of one classmate. */
export async function ask(client: TestClient, classmateName: string, given = {}): Promise<TestPage> {
  await client.get(ASK);
  return client.post(ASK, { classmateName, ...ofClass, ...given });
}

/** Where the newest request that reached an account leads; '' when none did. */
export async function findRequestPath(app: TestApp, userName: string): Promise<string> {
  const account = await app.database.knex('accounts').where({ user_name: userName }).first('id');
  const row = await app.database
    .knex('classmate_invitations')
    .where({ helper_account_id: account.id })
    .orderBy('id', 'desc')
    .first('id');
  return row === undefined ? '' : `/account/classmates/${row.id}`;
}

/** Presses 协助 on a request. */
export async function help(
  client: TestClient,
  path: string,
  given: Readonly<Record<string, string>> = {},
  follow = true,
): Promise<TestPage> {
  return client.post(`${path}/help`, { confirmed: 'yes', current: demoPassword, ...given }, { follow });
}

/** Why the last help was refused. */
export async function findRefusal(app: TestApp): Promise<unknown> {
  return (await listAudited(app, 'classmateHelpRefused')).at(-1)?.detail.reason;
}
