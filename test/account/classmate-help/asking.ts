import { listAudited } from '../../support/claims';
import type { TestApp } from '../../support/test-app';
import { demoPassword, type TestClient, type TestPage } from '../../support/test-client';

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

/** The 核对码 of the request to which a path leads. */
export async function findMatchCode(app: TestApp, path: string): Promise<string> {
  const id = /(\d+)(?:\/help)?$/.exec(path)?.[1] ?? '0';
  const row = await app.database
    .knex('classmate_invitations')
    .join('classmate_requests', 'classmate_requests.id', 'request_id')
    .where({ 'classmate_invitations.id': id })
    .first('match_code');
  return row?.match_code ?? '0000';
}

/** Presses 协助 on a request, with the 核对码 that was told. */
export async function help(
  app: TestApp,
  client: TestClient,
  path: string,
  given: Readonly<Record<string, string>> = {},
  follow = true,
): Promise<TestPage> {
  const matchCode = await findMatchCode(app, path);
  const fields = { confirmed: 'yes', current: demoPassword, matchCode, ...given };
  return client.post(`${path}/help`, fields, { follow });
}

/** Why the last help was refused. */
export async function findRefusal(app: TestApp): Promise<unknown> {
  return (await listAudited(app, 'classmateHelpRefused')).at(-1)?.detail.reason;
}
