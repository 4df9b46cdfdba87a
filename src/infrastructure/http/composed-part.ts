import type { Environment } from 'nunjucks';
import { createKeptPieces } from './kept-pieces';
import { createSplicing, type Spliced } from './spliced-template';

/** A part of a page that is a template around spliced ones. */
export interface Composed {
  readonly template: string;
  /** With what is kept of it; it goes with this. */
  readonly by: object;
  /** All else that it depends on, its parts apart. */
  readonly look: string;
  /** In the order in which the template calls `spliced`. */
  readonly parts: readonly Spliced[];
  /** What the template is given: asked for where the look is a new one. */
  model(): object;
}

/** Looks of one batch: how many rows of long sections are shown, and which of them are filled. */
const MOST_LOOKS = 500;

/** A template is rendered once for each of its looks, with a mark where it calls `spliced`; its parts are put in there. */
export function createCompose(environment: Environment): (composed: Composed) => Buffer {
  const splicing = createSplicing(environment);
  const findPieces = createKeptPieces(MOST_LOOKS, (html) => Buffer.from(html));
  return ({ template, by, look, parts, model }) => {
    const { texts, places } = findPieces({
      by,
      look,
      fillings: parts,
      render: (marks) => {
        let at = 0;
        // A name of the model comes before the template's own functions.
        return environment.render(template, { ...model(), spliced: () => marks[at++] });
      },
    });
    const bytes = [texts[0] as Buffer];
    for (const [at, place] of places.entries()) {
      splicing.append(parts[Number(place)] as Spliced, bytes);
      bytes.push(texts[at + 1] as Buffer);
    }
    return Buffer.concat(bytes);
  };
}
