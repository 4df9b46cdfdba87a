import type { TextValues } from '../../infrastructure/fill-text';

/** UTF-16 units of one SMS in UCS-2. */
const SEGMENT = 70;
const GAP = '…';
/** A value is not cut to less than this. */
const MIN_LENGTH = 4;

/** ⟦…⟧: a clause that may be left out. ⟨…⟩: a value that may lose its end. */
const CLAUSE = /⟦([^⟦⟧]*)⟧/g;
const VALUE = /⟨([^⟨⟩]*)⟩/g;

/** Values as a short text may hold them: without the marks, which are ours. */
export function cleanValues(values: TextValues): TextValues {
  const clean = (value: TextValues[string]) =>
    typeof value === 'string' ? value.replace(/[⟦⟧⟨⟩]/g, '') : value;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, clean(value)]));
}

/** A text whole, its marks gone: for ways that know no length. */
export function readWhole(text: string): string {
  return text.replace(CLAUSE, '$1').replace(VALUE, '$1');
}

/**
 * A text and its signature as one SMS of 70 characters: clauses that may be left out go, the last first, then the
 * longest values lose their ends. What cannot be made to fit stays as short as it got: it leaves in two parts.
 * @param signature put in front, such as 【河南省招生办公室】
 * @param isAdded whether the gateway puts the signature there itself: its length is kept free
 */
export function composeSms(signature: string, text: string, isAdded = false): string {
  const room = SEGMENT - signature.length;
  let fitted = text;
  while (readWhole(fitted).length > room && fitted.includes('⟦')) fitted = dropLastClause(fitted);
  while (readWhole(fitted).length > room) {
    const shorter = cutLongestValue(fitted);
    if (shorter === null) break;
    fitted = shorter;
  }
  return (isAdded ? '' : signature) + readWhole(fitted);
}

function dropLastClause(text: string): string {
  const at = text.lastIndexOf('⟦');
  return text.slice(0, at) + text.slice(text.indexOf('⟧', at) + 1);
}

/** One character less of the longest value; null when none can go. */
function cutLongestValue(text: string): string | null {
  const values = [...text.matchAll(VALUE)].sort((a, b) => b[0].length - a[0].length);
  const [longest] = values;
  if (longest === undefined) return null;
  const characters = [...(longest[1] ?? '').replace(GAP, '')];
  if (characters.length <= MIN_LENGTH) return null;
  const cut = `⟨${characters.slice(0, -1).join('')}${GAP}⟩`;
  // The first cut removes two characters: the gap mark takes one place.
  const shorter = longest[0].includes(GAP) ? cut : `⟨${characters.slice(0, -2).join('')}${GAP}⟩`;
  return text.slice(0, longest.index) + shorter + text.slice(longest.index + longest[0].length);
}
