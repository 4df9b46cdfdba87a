import nunjucks, { type Environment } from 'nunjucks';
import { createEscape, cutAtMarks, mark, type Pieces } from './marked-text';

const { SafeString } = nunjucks.runtime;

/** A text as somebody typed it, or a hint. */
type Filling = string | object;

/** A template whose look is fixed but for what is filled in. */
interface Spliced {
  readonly template: string;
  /** Shows one filling that is no text, as `hint`. */
  readonly hintTemplate: string;
  /** With what the pieces are kept; what is made of another is no longer needed when this goes. */
  readonly layout: object;
  /** What the look depends on beside `layout`; '' keeps nothing. */
  readonly look: string;
  /** Everything but the fillings. */
  readonly model: object;
  /** In the template `fill[0]` and so on, each once. */
  readonly fill: readonly Filling[];
}

/** Looks of one layout: more than the forms of all provinces have. */
const MOST_LOOKS = 4_000;

/**
 * `spliced({…})`: renders a template once for each of its looks, with marks in the places of what is filled in, and
 * from then on joins the pieces: a form of 48 choices has 400 fields that differ in what is typed and in nothing else.
 * Texts are escaped; hints are rendered once for each object.
 */
export function createSplicedTemplates(environment: Environment) {
  const kept = new WeakMap<object, Map<string, Pieces>>();
  const hints = new WeakMap<object, string>();

  const toHtml = createEscape(environment);

  function show(filling: Filling, hintTemplate: string): string {
    if (typeof filling === 'string') return toHtml(filling);
    const known = hints.get(filling);
    if (known !== undefined) return known;
    const html = environment.render(hintTemplate, { hint: filling });
    hints.set(filling, html);
    return html;
  }

  function findPieces({ template, layout, look, model, fill }: Spliced): Pieces {
    const looks = kept.get(layout) ?? new Map<string, Pieces>();
    kept.set(layout, looks);
    const known = looks.get(look);
    if (known !== undefined) return known;
    const pieces = cutAtMarks(
      environment.render(template, { ...model, fill: fill.map((_one, at) => mark(at)) }),
    );
    if (
      pieces.places
        .map(Number)
        .toSorted((one, other) => one - other)
        .join() !== [...fill.keys()].join()
    )
      throw new Error(`${template}: each filling has to stand in one place`);
    if (looks.size >= MOST_LOOKS) looks.clear();
    looks.set(look, pieces);
    return pieces;
  }

  return function spliced(asked: Spliced) {
    const { template, hintTemplate, look, model, fill } = asked;
    const shown = fill.map((filling) => show(filling, hintTemplate));
    if (look === '') {
      const safe = shown.map((html) => new SafeString(html));
      return new SafeString(environment.render(template, { ...model, fill: safe }));
    }
    const { texts, places } = findPieces(asked);
    let html = texts[0] ?? '';
    for (const [at, place] of places.entries()) html += `${shown[Number(place)]}${texts[at + 1]}`;
    return new SafeString(html);
  };
}
