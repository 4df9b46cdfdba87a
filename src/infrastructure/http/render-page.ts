import type { Environment } from 'nunjucks';
import { createFragments, listPieces } from './fragment-cache';
import { createSharedPages, type Frame, fillPlainly, type Shared } from './shared-pages';

/** @returns the bytes of a page: put together of what is kept of it where many share it, else as its template writes it */
export function createRenderPage(views: Environment) {
  const findFragment = createFragments(views);
  const makeSharedPage = createSharedPages(views, findFragment);
  return (template: string, model: object, frame: Frame, shared?: Shared): readonly Buffer[] => {
    const kept = shared === undefined ? null : makeSharedPage(template, model, frame, shared);
    if (kept !== null) return [kept];
    const cachedFragments: Buffer[] = [];
    const fill = fillPlainly(findFragment, shared?.fill ?? {});
    return listPieces(views.render(template, { ...model, fill, frame, cachedFragments }), cachedFragments);
  };
}
