import { findAccountByUserName } from '../../../src/domain/accounts/account.repository';
import { findApplicant } from '../../../src/domain/review-cases/review-party';
import { listLettersTo } from '../../support/accounts';
import { type DemoOfficerName, idOfOfficer } from '../../support/officers';
import type { TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';
import { drawJpeg } from './pictures';

export const SENDING = '/account/solutions/review';
/** What is read off the pictures, with a full-width digit. */
export const claim = { cardName: '秦知远', cardNumber: '41010520010917123\uff14' };

export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly html: string;
}

/** Posts the form of 客服协助验证 as a browser does; what is undefined is a field without a file. */
export async function sendPictures(
  app: TestApp,
  client: TestClient,
  files: Readonly<Record<string, Buffer | undefined>>,
  { path = SENDING, fields = {} as Record<string, string>, names = {} as Record<string, string> } = {},
): Promise<Answer> {
  const page = await client.get(path);
  const body = new FormData();
  for (const [name, value] of Object.entries({ ...page.hidden(path), note: '', ...fields }))
    body.append(name, value);
  for (const [name, file] of Object.entries(files)) {
    const content = file === undefined ? [] : [new Uint8Array(file)];
    body.append(name, new Blob(content, { type: 'image/jpeg' }), names[name] ?? (file && 'card.jpg') ?? '');
  }
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const response = await fetch(new URL(path, app.url), {
    method: 'POST',
    body,
    headers: { cookie },
    redirect: 'manual',
  });
  const html = await response.text();
  const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return { status: response.status, location: response.headers.get('location'), html, text };
}

/** Two pictures that nobody has sent. */
export async function drawBoth(seed: number): Promise<{ emblem: Buffer; portrait: Buffer }> {
  return { emblem: await drawJpeg(seed), portrait: await drawJpeg(seed + 1) };
}

/** Opens a case, with its reason. */
export async function openReview(officer: TestClient, id: number): Promise<TestPage> {
  const path = `/office/reviews/${id}`;
  const page = await officer.get(path);
  if (!page.html.includes(`${path}/opening`)) return page;
  return officer.post(`${path}/opening`, { ...page.hidden(`${path}/opening`), reasonCode: 'review' });
}

/** Opens a case and judges it. */
export async function judge(
  officer: TestClient,
  id: number,
  fields: Readonly<Record<string, string>>,
): Promise<TestPage> {
  const path = `/office/reviews/${id}`;
  const page = await openReview(officer, id);
  return officer.post(`${path}/verdict`, { ...page.hidden(`${path}/verdict`), declared: 'yes', ...fields });
}

/** Sends a verdict with a token of its own, as a form that was opened before would. */
export async function judgeAnyway(
  app: TestApp,
  officer: TestClient,
  name: DemoOfficerName,
  id: number,
  fields: Readonly<Record<string, string>>,
): Promise<TestPage> {
  await officer.get('/office/reviews');
  const formToken = app.services.office.tokens.issue(await idOfOfficer(app, name), `judgeReview|${id}`);
  return officer.post(`/office/reviews/${id}/verdict`, { formToken, declared: 'yes', ...fields });
}

export const approves = { verdict: 'applicant', ...claim };
export const refuses = { verdict: 'neither', 'reason-unclear': 'yes' };

/** Id of the newest case. */
export async function newestCase(app: TestApp): Promise<number> {
  return (await app.database.knex('review_cases').orderBy('id', 'desc').first('id')).id;
}

export async function stateOf(app: TestApp, id: number): Promise<string> {
  return (await app.database.knex('review_cases').where({ id }).first('state')).state;
}

export async function statusOf(app: TestApp, userName: string): Promise<string> {
  return (await app.database.knex('accounts').where({ user_name: userName }).first('status')).status;
}

/** Where the newest objection link to a phone leads. */
export async function findObjectionLink(app: TestApp, phone: string): Promise<string> {
  const links = (await listLettersTo(app, phone)).map(
    (text) => /\/account\/objections\/[\w-]+/.exec(text)?.[0],
  );
  const link = links.filter((one) => one !== undefined).at(-1);
  if (link === undefined) throw new Error('no link was sent');
  return link;
}

/** A case that waits, and that reviewer-1 has open: for tests that need one to be there. */
export async function addSampleReview(app: TestApp): Promise<void> {
  const { db, accounts } = app.services;
  const account = await findAccountByUserName(db, 'qinzhiyuan');
  if (account === null) throw new Error('qinzhiyuan is not in the demo');
  const party = await findApplicant(db, account);
  const { submission } = accounts.reviews;
  const files = new Map(Object.entries(await drawBoth(90)) as ['emblem' | 'portrait', Buffer][]);
  const token = submission.issueToken(party);
  const form = { files, tooLong: [], note: '', heldBack: false, token };
  const sent = await submission.send(party, form, { address: '127.0.0.1', device: '' });
  if (sent.outcome !== 'sent') throw new Error(`the case was not sent: ${sent.outcome}`);
  await app.database.knex('review_openings').insert({
    officer_id: await idOfOfficer(app, 'reviewer-1'),
    case_id: await newestCase(app),
    expires_at: new Date(Date.now() + 600_000),
  });
}
