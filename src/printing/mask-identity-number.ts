const HEAD = 3;
const TAIL = 4;
/** Below this length head and tail would give most of the number away. */
const SHORTEST_WITH_HEAD = 12;

/** 证件号码 as it is printed: 410***********1234. A number that is unusually short shows its last two only. */
export function maskIdentityNumber(identityNumber: string): string {
  const long = identityNumber.length >= SHORTEST_WITH_HEAD;
  const head = identityNumber.slice(0, long ? HEAD : 0);
  const tail = identityNumber.slice(long ? -TAIL : -2);
  return head + '*'.repeat(Math.max(0, identityNumber.length - head.length - tail.length)) + tail;
}
