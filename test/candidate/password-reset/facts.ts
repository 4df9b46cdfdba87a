import { demoPeople } from '../../../seeds/demo/people';
import { answerPicture } from '../../support/picture-code';
import type { TestApp } from '../../support/test-app';
import type { TestClient, TestPage } from '../../support/test-client';

/** The demo's people by what they have bound. */
export const bound = {
  totp: '21410101151003',
  sms: '21410101151001',
  wechat: '21410101119001',
  phrase: '21410104151009',
  nothing: '21410104151010',
} as const;

export const newPassword = 'Yellow#River7';

export type TypedFacts = Readonly<Record<'candidateNumber' | 'identityNumber' | 'name', string>>;

/** What a person of the demo would type on the first page. */
export function getFacts(candidateNumber: string): TypedFacts {
  const person = demoPeople.find(({ candidate }) => candidate.candidateNumber === candidateNumber);
  if (person === undefined) throw new Error(`${candidateNumber} is not of the demo`);
  const { identityNumber, name } = person.candidate;
  return { candidateNumber, identityNumber, name };
}

/** Opens the first page and posts these facts with a right 验证码. */
export async function postFacts(
  app: TestApp,
  client: TestClient,
  facts: Readonly<Record<string, string>>,
  path = '/password-reset',
): Promise<TestPage> {
  const page = await client.get(path);
  return client.post(path, { ...facts, ...(await answerPicture(app, page)) });
}

/** Stands on the second page. */
export async function passFacts(
  app: TestApp,
  client: TestClient,
  candidateNumber: string,
): Promise<TestPage> {
  const page = await postFacts(app, client, { ...getFacts(candidateNumber) });
  if (page.url !== '/password-reset/proof')
    throw new Error(`no second page but ${page.status}: ${page.text}`);
  return page;
}
