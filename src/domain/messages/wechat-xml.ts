const ELEMENT = /^\s*<([A-Za-z][A-Za-z0-9]*)>(?:<!\[CDATA\[((?:(?!\]\]>)[\s\S])*)\]\]>|([^<&\]]*))<\/\1>/;
const MAX_LENGTH = 16_384;

/**
 * Reads the flat XML that an official account posts: one `xml` element of elements with CDATA or plain text. There
 * are no attributes, entities, declarations or nested elements in it; whatever has them is not read.
 * @returns the texts by element name; null when it is anything else, names an element twice or is over 16 KB.
 */
export function readWechatXml(text: string): ReadonlyMap<string, string> | null {
  if (text.length > MAX_LENGTH) return null;
  const body = /^\s*<xml>([\s\S]*)<\/xml>\s*$/.exec(text)?.[1];
  if (body === undefined) return null;
  const found = new Map<string, string>();
  let rest = body;
  while (rest.trim() !== '') {
    const element = ELEMENT.exec(rest);
    const name = element?.[1];
    if (element === null || name === undefined || found.has(name)) return null;
    found.set(name, element[2] ?? element[3] ?? '');
    rest = rest.slice(element[0].length);
  }
  return found;
}
