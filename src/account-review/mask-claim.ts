/** 秦知远 as 秦**: enough to find a case again, and not whose it is. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return `${first}${'*'.repeat(rest.length)}`;
}

/** The first and the last two characters of a 证件号码. */
export function maskNumber(number: string): string {
  return `${number.slice(0, 2)}${'*'.repeat(Math.max(4, number.length - 4))}${number.slice(-2)}`;
}
