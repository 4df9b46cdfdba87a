import { idOf } from '../../candidate/filing/filing';
import type { TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';

/** Opens a candidate's record with a reason, and stands on it. */
export async function openRecord(
  app: TestApp,
  officer: TestClient,
  candidateNumber: string,
): Promise<TestPage> {
  const path = `/office/counter/candidates/${await idOf(app, candidateNumber)}`;
  const closed = await officer.get(path);
  if (closed.text.includes('档案已打开')) return closed;
  const fields = { ...closed.hidden(path), reasonCode: 'inPerson', reason: '' };
  return officer.post(path, fields);
}

export const checked = { present: 'yes', card: 'yes', reason: '忘记密码，没有预留手机号' };

/** Sends the form of a 柜台码 on the open record of a candidate. */
export async function issue(
  app: TestApp,
  officer: TestClient,
  candidateNumber: string,
  fields: Readonly<Record<string, string>>,
): Promise<TestPage> {
  const record = await openRecord(app, officer, candidateNumber);
  const path = `${record.url}/codes`;
  return officer.post(path, { ...record.hidden(path), ...fields });
}

/** The code on the page that shows it once; '' where there is none. */
export function readCode(page: TestPage): string {
  return /([0-9A-Z]{5}-[0-9A-Z]{5})/.exec(page.text)?.[1] ?? '';
}

/** Issues a 柜台码 that one officer may issue. */
export async function issueCode(
  app: TestApp,
  officer: TestClient,
  candidateNumber: string,
  purpose: string,
): Promise<string> {
  const code = readCode(await issue(app, officer, candidateNumber, { ...checked, purpose }));
  if (code === '') throw new Error(`no code for ${purpose}`);
  return code;
}

/** Types 考生号 and 柜台码 at the public page. */
export async function enterCode(
  client: TestClient,
  candidateNumber: string,
  code: string,
): Promise<TestPage> {
  await client.get('/counter-code');
  return client.post('/counter-code', { candidateNumber, code });
}
