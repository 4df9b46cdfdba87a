import { demoAccounts } from '../../seeds/demo/accounts';
import { destinationContext, openText } from '../../src/domain/messages/sealed-message';
import { signText } from '../../src/domain/messages/signature';
import { SIGNATURE } from './sent-codes';
import type { TestApp } from './test-app';
import { createTestClient, demoPassword, type TestClient } from './test-client';

/*
 * Accounts of the account centre for tests. `signInAccount(app, 'lumingqi')` gives a browser that is signed in at
 * /account; each call is a sign-in of its own (about 250 ms): once a file, in `beforeAll`, where you can.
 */

/** Signs a demo account in, at a browser of its own. */
export async function signInAccount(
  app: TestApp,
  name: string,
  password = demoPassword,
): Promise<TestClient> {
  const client = createTestClient(app.url);
  await client.get('/account/sign-in');
  const page = await client.post('/account/sign-in', { name, password });
  if (page.url !== '/account') throw new Error(`${name} was not signed in: ${page.text}`);
  return client;
}

/** Id of an account by its user name. */
export async function idOfAccount(app: TestApp, userName: string): Promise<number> {
  const row = await app.database.knex('accounts').where({ user_name: userName }).first('id');
  if (row === undefined) throw new Error(`there is no account ${userName}`);
  return row.id;
}

/** An account as it is published. */
export function getDemoAccount(userName: string) {
  const found = demoAccounts.find((one) => one.userName === userName);
  if (found === undefined) throw new Error(`${userName} is not in the demo`);
  return found;
}

const ownerOf = (row: { readonly account_id: number | null }) => ({
  candidateId: null,
  candidateNumber: null,
  accountId: row.account_id,
});

/** What the outbox still holds for a phone or a mailbox, oldest first. */
async function listRowsTo({ services: { cipher, db } }: TestApp, destination: string) {
  const rows = await db('outbox_messages').whereNull('candidate_id').orderBy('id');
  return rows.filter(
    (row) =>
      row.text_cipher !== null &&
      cipher.decrypt(row.destination_cipher, destinationContext(row.channel, ownerOf(row))) === destination,
  );
}

/** Every message to a phone or a mailbox as it leaves, signed, oldest first. */
export async function listSentTo(app: TestApp, destination: string): Promise<readonly string[]> {
  const { cipher } = app.services;
  return (await listRowsTo(app, destination)).map((row) =>
    signText(row, openText(cipher, row.text_cipher, ownerOf(row)), SIGNATURE),
  );
}

/** The letters of 收件箱 of the accounts that were told at a phone or a mailbox, oldest first. */
export async function listLettersTo(app: TestApp, destination: string): Promise<readonly string[]> {
  const told = (await listRowsTo(app, destination)).map((row) => row.account_id).filter((id) => id !== null);
  const { db, cipher } = app.services;
  const sealed = await db('account_mails')
    .whereIn('account_id', told)
    .orderBy('id')
    .select('account_id', 'body_cipher');
  return sealed.map((row) =>
    cipher.decrypt(row.body_cipher, { column: 'account_mails.body', row: row.account_id }),
  );
}

/** The newest code to a phone or a mailbox. @throws when none was sent. */
export async function getAccountCode(app: TestApp, destination: string): Promise<string> {
  const texts = await listSentTo(app, destination);
  const code = texts
    .map((text) => /验证码(\d{6})（序列号/.exec(text)?.[1])
    .filter((found) => found !== undefined)
    .at(-1);
  if (code === undefined) throw new Error(`no code was sent to ${destination}`);
  return code;
}

/** Lets the next code be sent at once. */
export async function forgetResendWait(app: TestApp): Promise<void> {
  await app.database
    .knex('account_codes')
    .update({ created_at: app.database.knex.raw("created_at - interval '2 minutes'") });
}
