/** Splits a block of names at white space. Names hold none themselves. */
export function words(block: string): readonly string[] {
  return block.trim().split(/\s+/);
}
