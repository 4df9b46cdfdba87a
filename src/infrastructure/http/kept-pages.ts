import type { Environment } from 'nunjucks';
import { createKeptPieces } from './kept-pieces';
import { createEscape } from './marked-text';

/** A part of a page, as bytes. */
interface Part {
  readonly bytes: Buffer;
}

/** What is filled in where a page is a person's, by names of letters: a text, which is escaped, or a part as it is. */
type Fillings = Readonly<Record<string, string | Part>>;

interface KeptPage {
  /** With what the pieces are kept: when it goes, so do they. */
  readonly by: object;
  /** All else that the page depends on, its fillings apart. */
  readonly look: string;
  readonly fillings: Fillings;
  /** Renders the page with a mark in the place of each filling. */
  render(marks: Readonly<Record<string, string>>): string;
}

/** Looks of one pack or batch: states of batches, numbers of saves left, kinds of candidates. */
const MOST_LOOKS = 200;

/**
 * Pages that are rendered once for each of their looks and kept as bytes, cut where something is filled in: a thousand
 * candidates who open the same form at the same minute see pages that differ in a dozen places.
 *
 * @returns makes the bytes of a page. @throws where a filling has no place in the page, or a place no filling
 */
export function createKeptPages(environment: Environment): (page: KeptPage) => Buffer {
  const findPieces = createKeptPieces(MOST_LOOKS, (html) => Buffer.from(html));
  const toHtml = createEscape(environment);

  return (page) => {
    const { texts, places } = findPieces(page);
    const bytes: Buffer[] = [];
    for (const [at, text] of texts.entries()) {
      bytes.push(text);
      const name = places[at];
      if (name !== undefined) bytes.push(toBytes(page.fillings[name]));
    }
    return Buffer.concat(bytes);
  };

  function toBytes(filling: string | Part = ''): Buffer {
    return typeof filling === 'string' ? Buffer.from(toHtml(filling)) : filling.bytes;
  }
}
