import type { RulePack } from '../../../rules/pack/rule-pack';

const YEAR = /(?<!\d)((?:19|20)\d{2})\s*(?:年|-|$|\s)/;

/** What a title says: year, batch and 科类, by the codes of the columns that hold them. What it says twice is left out. */
export function findFacts(title: string, pack: RulePack): ReadonlyMap<string, string> {
  const text = title.normalize('NFKC');
  const facts = new Map<string, string>();
  const year = YEAR.exec(text)?.[1];
  if (year !== undefined) facts.set('year', year);
  const batch = findOnly(text, pack.batches);
  if (batch !== null) facts.set('batch', batch);
  const track = findOnly(text, pack.tracks);
  if (track !== null) {
    facts.set('track', track);
    facts.set('tracks', track);
  }
  return facts;
}

/** The one name that stands in a text; the longest where one holds another. Null where none or several do. */
function findOnly(text: string, list: readonly { readonly name: string }[]): string | null {
  const found = list
    .map(({ name }) => name)
    .filter((name) => text.includes(name.normalize('NFKC')) || text.includes(shorten(name)));
  const longest = found.filter((name) => !found.some((other) => other !== name && other.includes(name)));
  return longest.length === 1 ? (longest[0] ?? null) : null;
}

/** 理科 for 理科综合, 物理 for 物理类; names without such an ending stand for themselves. */
function shorten(name: string): string {
  return name.replace(/(综合|类)$/, '');
}
