import { getAccountCode } from './accounts';
import { answerPicture } from './picture-code';
import type { TestApp } from './test-app';
import { createTestClient, type TestClient, type TestPage } from './test-client';

export const newPassword = 'Copper#7Lake';

/** A browser at the details of 注册, with this phone proved. */
export async function provePhone(
  app: TestApp,
  phone: string,
): Promise<{ client: TestClient; page: TestPage }> {
  const client = createTestClient(app.url);
  const start = await client.get('/account/register');
  await client.post('/account/register', { phone, ...(await answerPicture(app, start)) });
  const page = await client.post('/account/register/code', { answer: await getAccountCode(app, phone) });
  return { client, page };
}

/** The fields of 填写注册信息; what is given stands in their place. */
export function toDetails(given: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    personName: '孟晚舟',
    documentKind: 'resident',
    identityNumber: '410103200206142088',
    password: newPassword,
    passwordAgain: newPassword,
    email: '',
    ...given,
  };
}
