import { cutAtMarks, mark } from './marked-text';

/** What a template wrote, cut where something is filled in. */
interface KeptPieces<Text> {
  /** One more than there are places. */
  readonly texts: readonly Text[];
  /** Names of what stands between them. */
  readonly places: readonly string[];
}

interface Asked {
  /** With what the pieces are kept: when it goes, so do they. */
  readonly by: object;
  /** All else that they depend on. */
  readonly look: string;
  /** By the names of their places; a list's are its numbers. */
  readonly fillings: object;
  /** Renders with a mark in the place of each filling. */
  render(marks: Readonly<Record<string, string>>): string;
}

/**
 * Renders once for each look, and keeps what was written cut at its places.
 * @param most looks of one `by`; beyond it all of them go
 * @param toText makes of each piece what it is kept as
 * @returns finds the pieces. It @throws where a filling has no place, or a place no filling
 */
export function createKeptPieces<Text>(most: number, toText: (html: string) => Text) {
  const kept = new WeakMap<object, Map<string, KeptPieces<Text>>>();
  return ({ by, look, fillings, render }: Asked): KeptPieces<Text> => {
    const looks = kept.get(by) ?? new Map<string, KeptPieces<Text>>();
    kept.set(by, looks);
    const known = looks.get(look);
    if (known !== undefined) return known;
    const names = Object.keys(fillings);
    const { texts, places } = cutAtMarks(render(Object.fromEntries(names.map((name) => [name, mark(name)]))));
    if ([...new Set(places)].toSorted().join() !== names.toSorted().join())
      throw new Error(`filled in: ${names.join()}; in the page: ${places.join()}`);
    const pieces = { texts: texts.map(toText), places };
    if (looks.size >= most) looks.clear();
    looks.set(look, pieces);
    return pieces;
  };
}
