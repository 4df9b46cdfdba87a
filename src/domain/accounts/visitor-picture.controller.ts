import { notFound } from '../../infrastructure/errors';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
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

/** 验证码 of pages before a sign-in. */
export interface VisitorPictures {
  /** A new picture for a page, or a question where one was asked for; or the limit that was reached. */
  issue(visit: Asking): Promise<VisitorPicture | Limited>;
  /** Uses the picture of the form up; the red sentence where its letters were not typed, '' when they were. */
  check(visit: Asking): Promise<string>;
  readonly show: VisitHandler;
}

export function createVisitorPictures(pictures: PictureCodeService): VisitorPictures {
  return {
    async issue({ req, origin }) {
      const asked = readField(req, 'kind') === 'question';
      const issued = asked ? await pictures.issueQuestion(origin) : await pictures.issue(origin);
      return 'id' in issued ? { question: '', ...issued } : { limit: 'pictures', until: issued.until };
    },
    async check({ req, origin }) {
      const typed = readField(req, 'code').trim();
      if (typed === '') return '请输入验证码！';
      const right = await pictures.check(readField(req, 'picture'), typed, origin);
      return right ? '' : '验证码错误或已失效，请重新输入！';
    },
    async show({ req, res, origin }) {
      const picture = await pictures.draw(String(req.params.picture), origin);
      if (picture === null) throw notFound();
      res.setHeader('Content-Type', 'image/png');
      res.setHeader('Content-Length', picture.length);
      res.end(picture);
    },
  };
}
