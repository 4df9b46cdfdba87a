import { isIP } from 'node:net';

/** The networks of a visitor, by which tries are counted; the whole address stays in the evidence. */
interface Network {
  /** What one customer has: an IPv4 address, or a /64 of IPv6. */
  readonly near: string;
  /** What one site or enemy may have of IPv6: a /48. Null for IPv4, whose neighbours are strangers. */
  readonly wide: string | null;
}

/** The networks of an address as proxies and sockets write it: mapped IPv4, zones and capitals are forgiven. */
export function networkOf(address: string): Network {
  const text = address.trim().replace(/%.*$/, '').toLowerCase();
  const kind = isIP(text);
  if (kind === 4) return { near: text, wide: null };
  if (kind === 0) return { near: 'unknown', wide: null };
  const groups = expand(text);
  const mapped = readMappedAddress(groups);
  if (mapped !== null) return { near: mapped, wide: null };
  const write = (count: number) =>
    groups
      .slice(0, count)
      .map((group) => group.toString(16))
      .join(':');
  return { near: `${write(4)}::/64`, wide: `${write(3)}::/48` };
}

/** /24 of IPv4 and /64 of IPv6: the neighbours by which 邮箱IP受限 is counted. */
export function neighboursOf(address: string): string {
  const { near, wide } = networkOf(address);
  return wide === null ? near.split('.').slice(0, 3).join('.') : near;
}

/** Addresses that embed IPv4: mapped ones, and those of the well-known translator. */
function readMappedAddress(groups: readonly number[]): string | null {
  const head = groups.slice(0, 6).join(':');
  const embeds = head === '0:0:0:0:0:65535' || head === `${0x64}:${0xff9b}:0:0:0:0`;
  if (!embeds) return null;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of a valid IPv6 address. */
function expand(text: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain =
    dotted === null ? text : `${dotted[1]}${toGroup(dotted[2], dotted[3])}:${toGroup(dotted[4], dotted[5])}`;
  const [before = '', after] = plain.split('::');
  const head = readGroups(before);
  const tail = readGroups(after ?? '');
  const zeros = Math.max(0, 8 - head.length - tail.length);
  return [...head, ...Array<number>(after === undefined ? 0 : zeros).fill(0), ...tail];
}

const readGroups = (text: string) =>
  text
    .split(':')
    .filter((part) => part !== '')
    .map((part) => Number.parseInt(part, 16));

const toGroup = (high = '0', low = '0') => (Number(high) * 256 + Number(low)).toString(16);
