import type { Environment } from 'nunjucks';
import { createCompose } from './composed-part';
import { createFragments, listPieces } from './fragment-cache';
import { createSharedPages, type FindPart, type Frame, fillPlainly, type Shared } from './shared-pages';

/** Finds the bytes of a part of a page: rendered, or put together of what is kept of it. */
export function createFindPart(views: Environment): FindPart {
  const findFragment = createFragments(views);
  const compose = createCompose(views);
  return (part) => ('parts' in part ? compose(part) : findFragment(part).bytes);
}

/** @returns the bytes of a page: put together of what is kept of it where many share it, else as its template writes it */
export function createRenderPage(views: Environment) {
  const findPart = createFindPart(views);
  const makeSharedPage = createSharedPages(views, findPart);
  return (template: string, model: object, frame: Frame, shared?: Shared): readonly Buffer[] => {
    const kept = shared === undefined ? null : makeSharedPage(template, model, frame, shared);
    if (kept !== null) return [kept];
    const cachedFragments: Buffer[] = [];
    const fill = fillPlainly(findPart, shared?.fill ?? {});
    return listPieces(views.render(template, { ...model, fill, frame, cachedFragments }), cachedFragments);
  };
}
