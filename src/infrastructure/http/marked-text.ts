import type { Environment } from 'nunjucks';

/** Texts between places, and what stands in each place. */
interface Pieces {
  readonly texts: readonly string[];
  readonly places: readonly string[];
}

/** Nobody can type it: what is typed is freed of control characters at the door. */
const MARK = /\0(\w+)\0/;

/** Stands in a template for what is filled in later. */
export const mark = (name: string | number) => `\0${name}\0`;

/** Cuts at its marks what was rendered with them. */
export function cutAtMarks(html: string): Pieces {
  const cuts = html.split(MARK);
  return {
    texts: cuts.filter((_one, at) => at % 2 === 0),
    places: cuts.filter((_one, at) => at % 2 === 1),
  };
}

const PLAIN = /^[\w.-]*$/;

/** Escapes as templates do. */
export function createEscape(environment: Environment): (text: string) => string {
  const toEscaped = environment.getFilter('escape');
  return (text) => (PLAIN.test(text) ? text : String(toEscaped(text)));
}
