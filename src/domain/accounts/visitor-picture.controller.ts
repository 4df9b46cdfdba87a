import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { readField } from '../../infrastructure/http/page-renderer';
import type { PictureCodeService } from '../picture-code/picture-code.service';
import type { Limited } from './limit';

/** What stands in the 验证码 field: a picture, or a question in words. */
interface VisitorPicture {
  readonly id: string;
  /** '' where a picture is shown. */
  readonly question: string;
}

type Asking = Pick<Visit, 'req' | 'origin'>;

export function createVisitorPictures(parts: PictureCodeService) {
  return bindParts(parts, { issue, check, show });
}

/** 验证码 of pages before a sign-in. */
export type VisitorPictures = ReturnType<typeof createVisitorPictures>;

/** A new picture for a page, or a question where one was asked for; or the limit that was reached. */
async function issue(parts: PictureCodeService, { req, origin }: Asking): Promise<VisitorPicture | Limited> {
  const asked = readField(req, 'kind') === 'question';
  const issued = asked ? await parts.issueQuestion(origin) : await parts.issue(origin);
  return 'id' in issued ? { question: '', ...issued } : { limit: 'pictures', until: issued.until };
}

/** Uses the picture of the form up; the red sentence where its letters were not typed, '' when they were. */
async function check(parts: PictureCodeService, { req, origin }: Asking): Promise<string> {
  const typed = readField(req, 'code').trim();
  if (typed === '') return '请输入验证码！';
  const right = await parts.check(readField(req, 'picture'), typed, origin);
  return right ? '' : '验证码错误或已失效，请重新输入！';
}

async function show(parts: PictureCodeService, { req, res, origin }: Visit): Promise<void> {
  const picture = await parts.draw(String(req.params.picture), origin);
  if (picture === null) throw notFound();
  res.setHeader('Content-Type', 'image/png');
  res.setHeader('Content-Length', picture.length);
  res.end(picture);
}
