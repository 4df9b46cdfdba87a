import nunjucks, { type Environment } from 'nunjucks';
import { createKeptPieces } from './kept-pieces';
import { createEscape } from './marked-text';

const { SafeString } = nunjucks.runtime;

/** A text as somebody typed it, or a hint. */
type Filling = string | object;

/** A template whose look is fixed but for what is filled in. */
export interface Spliced {
  readonly template: string;
  /** Shows one filling that is no text, as `hint`. */
  readonly hintTemplate: string;
  /** With what the pieces are kept; what is made of another is no longer needed when this goes. */
  readonly layout: object;
  /** What the look depends on beside `layout`; '' keeps nothing. */
  readonly look: string;
  /** In the template `fill[0]` and so on, each shown. */
  readonly fill: readonly Filling[];
  /** Everything but the fillings: asked for where the look is a new one. */
  model(): object;
}

/** As a template asks for it: with its model at hand. */
type SplicedInTemplate = Omit<Spliced, 'model'> & { readonly model: object };

/** Looks of one layout: more than the forms of all provinces have. */
const MOST_LOOKS = 4_000;
/** Codes: two or four signs, and what is typed until then. */
const SHORT = /^[0-9A-Z]{0,4}$/;
/** Of all codes of a province, as many as are typed again and again. */
const MOST_SHORT = 5_000;

/** Shows what is filled in, as text and as bytes; hints are rendered once for each object. */
function createShow(environment: Environment) {
  const shortTexts = new Map<string, Buffer>();
  const hintBytes = new WeakMap<object, Buffer>();
  const hintTexts = new WeakMap<object, string>();
  const toHtml = createEscape(environment);

  const renderHint = (hint: object, template: string) => environment.render(template, { hint });

  function show(filling: Filling, hintTemplate: string): string {
    return typeof filling === 'string' ? toHtml(filling) : showHint(filling, hintTemplate);
  }

  function showHint(hint: object, template: string): string {
    const known = hintTexts.get(hint);
    if (known !== undefined) return known;
    const html = renderHint(hint, template);
    hintTexts.set(hint, html);
    return html;
  }

  function toBytes(filling: Filling, hintTemplate: string): Buffer {
    return typeof filling === 'string' ? encode(filling) : encodeHint(filling, hintTemplate);
  }

  function encode(text: string): Buffer {
    const known = shortTexts.get(text);
    if (known !== undefined) return known;
    const bytes = Buffer.from(toHtml(text));
    if (SHORT.test(text) && shortTexts.size < MOST_SHORT) shortTexts.set(text, bytes);
    return bytes;
  }

  function encodeHint(hint: object, template: string): Buffer {
    const known = hintBytes.get(hint);
    if (known !== undefined) return known;
    const bytes = Buffer.from(renderHint(hint, template));
    hintBytes.set(hint, bytes);
    return bytes;
  }

  return { show, toBytes };
}

/**
 * Renders a template once for each of its looks, with marks in the places of what is filled in, and from then on joins
 * the pieces: a form of 48 choices has 400 fields that differ in what is typed and in nothing else. Texts are escaped.
 */
export function createSplicing(environment: Environment) {
  const findTexts = createKeptPieces(MOST_LOOKS, (html) => html);
  const findBytes = createKeptPieces(MOST_LOOKS, (html) => Buffer.from(html));
  const { show, toBytes } = createShow(environment);

  function renderWhole({ template, hintTemplate, model, fill }: Spliced): string {
    const shown = fill.map((filling) => new SafeString(show(filling, hintTemplate)));
    return environment.render(template, { ...model(), fill: shown });
  }

  const ask = ({ template, layout, look, model, fill }: Spliced) => ({
    by: layout,
    look,
    fillings: fill,
    render: (marks: object) => environment.render(template, { ...model(), fill: marks }),
  });

  return {
    /** `spliced({…})` in a template. */
    spliced(asked: SplicedInTemplate) {
      const { look, hintTemplate, fill } = asked;
      const splice: Spliced = { ...asked, model: () => asked.model };
      if (look === '') return new SafeString(renderWhole(splice));
      const { texts, places } = findTexts(ask(splice));
      let html = texts[0] ?? '';
      for (const [at, place] of places.entries())
        html += `${show(fill[Number(place)] ?? '', hintTemplate)}${texts[at + 1]}`;
      return new SafeString(html);
    },

    /** Puts the bytes of the same behind those before them. */
    append(splice: Spliced, bytes: Buffer[]): void {
      const { look, hintTemplate, fill } = splice;
      if (look === '') {
        bytes.push(Buffer.from(renderWhole(splice)));
        return;
      }
      const { texts, places } = findBytes(ask(splice));
      bytes.push(texts[0] as Buffer);
      for (let at = 0; at < places.length; at += 1)
        bytes.push(toBytes(fill[Number(places[at])] ?? '', hintTemplate), texts[at + 1] as Buffer);
    },
  };
}
