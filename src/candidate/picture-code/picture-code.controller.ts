import type { PictureCodeService } from '../../domain/picture-code/picture-code.service';
import { notFound } from '../../infrastructure/errors';
import type { VisitHandler } from '../../infrastructure/http/as-visitor';

/** The picture of a page, as PNG; never kept by the browser. */
export function createPictureCodeController(pictures: PictureCodeService): VisitHandler {
  return async ({ req, res, origin }) => {
    const picture = await pictures.draw(String(req.params.picture), origin);
    if (picture === null) throw notFound();
    res.setHeader('Content-Type', 'image/png');
    res.setHeader('Content-Length', picture.length);
    res.end(picture);
  };
}
