import { randomBytes } from 'node:crypto';
import nunjucks, { type Environment } from 'nunjucks';

interface KeptPart {
  readonly html: nunjucks.runtime.SafeString;
  readonly bytes: Buffer;
}

/** What a template sees of the page it is part of. */
interface PageContext {
  readonly ctx: { readonly cachedFragments?: Buffer[] };
}

/** Where a kept part belongs in a page; nobody can type it. */
const PLACE = `\0${randomBytes(12).toString('base64url')}\0`;
const place = new nunjucks.runtime.SafeString(PLACE);

/** A part of a page that looks the same as long as `key` is the same object; null: nobody else's, and not kept. */
export interface Fragment {
  readonly template: string;
  readonly key: object | null;
  readonly model: object;
}

/** Finds a part of a page, or renders and encodes it; what is kept goes with its key. */
type FindFragment = (fragment: Fragment) => KeptPart;

export function createFragments(environment: Environment): FindFragment {
  const parts = new WeakMap<object, KeptPart>();
  return ({ template, key, model }) => {
    const known = key === null ? undefined : parts.get(key);
    if (known !== undefined) return known;
    const html = environment.render(template, model);
    const part = { html: new nunjucks.runtime.SafeString(html), bytes: Buffer.from(html) };
    // Of a key that only this page has the part would outlive the page: V8 moves what a table holds to the old objects.
    if (key !== null) parts.set(key, part);
    return part;
  };
}

/**
 * `cached(template, key, model)`: a part of a page, rendered and encoded once, so a new rule pack leaves nothing old
 * behind. A page that collects `cachedFragments` is given the place of the part, and the bytes beside it; any other
 * the part itself.
 */
export function createCached(find: FindFragment) {
  return function cached(this: PageContext, template: string, key: object, model: object) {
    const part = find({ template, key, model });
    if (this.ctx.cachedFragments === undefined) return part.html;
    this.ctx.cachedFragments.push(part.bytes);
    return place;
  };
}

/** The bytes of a page, in the pieces in which they were rendered or kept. */
export function listPieces(html: string, cachedFragments: readonly Buffer[]): readonly Buffer[] {
  return html.split(PLACE).flatMap((text, index) => {
    const next = cachedFragments[index];
    return next === undefined ? [Buffer.from(text)] : [Buffer.from(text), next];
  });
}
