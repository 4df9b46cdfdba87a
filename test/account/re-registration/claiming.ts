import { listLettersTo, signInAccount } from '../../support/accounts';
import { newPassword, provePhone, toDetails } from '../../support/register';
import type { TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';

export const RECORD = '/account/solutions/student-record';
/** 学籍 of 秦知远, as it stands on papers that others keep. */
export const enrolled = {
  state: 'enrolled',
  institutionName: '雁湖大学',
  number: '202010010101',
  year: '2020',
  level: '本科',
};
export const oldPhone = '15900001001';
export const objection = { reasonCode: 'notMine', reason: '我一直在用这个账号' };

/** Another account that claims the number of 秦知远, signed in. */
export async function registerClaimant(app: TestApp, phone: string): Promise<TestClient> {
  const { client } = await provePhone(app, phone);
  const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
  await client.post('/account/register/details', toDetails(given));
  return signInAccount(app, phone, newPassword);
}

/** Where the newest objection link to a phone leads. */
export async function findLink(app: TestApp, phone = oldPhone): Promise<string> {
  const links = (await listLettersTo(app, phone)).map(
    (text) => /\/account\/objections\/[\w-]+/.exec(text)?.[0],
  );
  const link = links.filter((one) => one !== undefined).at(-1);
  if (link === undefined) throw new Error('no link was sent');
  return link;
}

/** The state of an account by its user name or the tail of its row. */
export async function statusOf(app: TestApp, userName: string): Promise<string> {
  return (await app.database.knex('accounts').where({ user_name: userName }).first('status')).status;
}

/** Lets an account prove itself by a route, as the service behind it does. */
export async function prove(app: TestApp, userName: string, route: 'app' | 'studentRecord' | 'classmates') {
  const { knex } = app.database;
  const { id: accountId } = await knex('accounts').where({ user_name: userName }).first('id');
  const proof = { accountId, route, origin: { address: '', device: '' } } as const;
  return knex.transaction((transaction) => app.services.accounts.proveAccount(transaction, proof));
}
