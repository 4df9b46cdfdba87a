import { createHmac } from 'node:crypto';
import type { TestApp } from './test-app';
import type { TestPage } from './test-client';

/** Fields of a page's 验证码, answered rightly: the test puts letters of its own in the place of those drawn. */
export async function answerPicture(
  app: TestApp,
  page: Pick<TestPage, 'html'>,
): Promise<{ picture: string; code: string }> {
  const picture = /name="picture" value="([^"]+)"/.exec(page.html)?.[1];
  if (picture === undefined) throw new Error('the page shows no picture');
  const code = 'ABCD';
  const hash = createHmac('sha256', app.config.secrets.indexKey.current().bytes)
    .update(`picture|${picture}|${code}`)
    .digest();
  const kept = await app.database.knex('picture_codes').where({ id: picture }).update({ answer_hash: hash });
  if (kept !== 1) throw new Error('the picture does not serve');
  return { picture, code };
}
