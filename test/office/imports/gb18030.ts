/** Every two-byte character of GB18030, by character: what Chinese spreadsheets write as CSV. */
const bytesOf = new Map<string, readonly [number, number]>();
const decoder = new TextDecoder('gb18030');
for (let first = 0x81; first <= 0xfe; first += 1) {
  for (let second = 0x40; second <= 0xfe; second += 1) {
    if (second === 0x7f) continue;
    const character = decoder.decode(Uint8Array.of(first, second));
    if (character.length === 1 && character !== '\ufffd') bytesOf.set(character, [first, second]);
  }
}

/** Text as bytes of GB18030. @throws where a character needs four bytes */
export function encodeGb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.charCodeAt(0);
    const pair = bytesOf.get(character);
    if (code < 0x80 && character.length === 1) bytes.push(code);
    else if (pair !== undefined) bytes.push(...pair);
    else throw new Error(`${character} has no two bytes in GB18030`);
  }
  return Buffer.from(bytes);
}
