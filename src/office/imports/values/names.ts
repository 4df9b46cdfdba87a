/** A name as it is compared: half width, without blanks. */
function keyOf(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '');
}

/** Whether two spellings are of one name: brackets of either width, with blanks or without. */
export function isSameName(one: string, other: string): boolean {
  return one === other || keyOf(one) === keyOf(other);
}

/** A Chinese name in the spelling of the lists: brackets of half width, no blanks. Other names stay as they are. */
export function spellName(name: string): string {
  return /\p{Script=Han}/u.test(name) ? keyOf(name) : name;
}
