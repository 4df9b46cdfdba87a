import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/** A target that may be called although it is no public address; `port` null: any. */
export interface AllowedTarget {
  readonly range: readonly [Address, number];
  readonly port: number | null;
}

/** 2000::/3, all that is given to networks (IANA, IPv6 Global Unicast Address Space). */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');
/** RFC 9637, newer than the library's table. */
const DOCUMENTATION_V6 = ipaddr.parseCIDR('3fff::/20');
/** Names that mean a machine of one's own network: RFC 6761, 6762, 8375, and ICANN's `internal`. */
const OWN_NAMES = /^(localhost|.+\.(localhost|local|internal|lan|home\.arpa)|[^.:]+)$/;
const TARGET =
  /^(?:\[([0-9a-f:.]+)\](\/\d{1,3})?|([0-9.]+)(\/\d{1,2})?|([0-9a-f]*:[0-9a-f:.]+)(\/\d{1,3})?)(?::(\d{1,5}))?$/i;

/** An address as one of the internet; IPv4 written as IPv6 (::ffff:a.b.c.d) is the IPv4 address. Null: none. */
function parseAddress(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function isIn(address: Address, [base, bits]: readonly [Address, number]): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

/**
 * Whether an address stands in one of IANA's special-purpose registries, is multicast, or was never given to a
 * network: this machine, private networks, link-local (metadata of clouds), translations of IPv4 and the like.
 */
export function isSpecialAddress(text: string): boolean {
  const address = parseAddress(text);
  if (address === null) return true;
  if (address.range() !== 'unicast') return true;
  return address.kind() === 'ipv6' && (!isIn(address, GLOBAL_V6) || isIn(address, DOCUMENTATION_V6));
}

/**
 * One entry of OUTBOUND_ALLOW: an address or range, with a port where only that is meant (`10.1.2.3:8080`,
 * `10.2.0.0/16`, `[fd00::1]:443`, `fd00::/8`). Null where it is none.
 */
export function parseAllowedTarget(text: string): AllowedTarget | null {
  const found = TARGET.exec(text);
  if (found === null) return null;
  const [, bracketed, bracketedBits, v4, v4Bits, v6, v6Bits, port] = found;
  const base = parseAddress(bracketed ?? v4 ?? v6 ?? '');
  if (base === null || (v4 !== undefined && v4.split('.').length !== 4)) return null;
  const most = base.kind() === 'ipv4' ? 32 : 128;
  const bits = Number((bracketedBits ?? v4Bits ?? v6Bits ?? `/${most}`).slice(1));
  const number = port === undefined ? null : Number(port);
  if (bits > most || number === 0 || (number ?? 1) > 65535) return null;
  return { range: [base, bits], port: number };
}

/** Whether a connection to an address may be made. */
export function isCallable(text: string, port: number, allowed: readonly AllowedTarget[]): boolean {
  if (!isSpecialAddress(text)) return true;
  const address = parseAddress(text);
  return (
    address !== null &&
    allowed.some((one) => (one.port === null || one.port === port) && isIn(address, one.range))
  );
}

/** Ports of addresses that name none. */
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'smpp:': 2775, 'ssmpp:': 3550 };

/**
 * Whether an address that is written down leads to this machine or a private network by what it says; names are judged
 * again once they are resolved. Where private targets are allowed, so are the names of one's own network.
 */
export function leadsInside(address: URL, allowed: readonly AllowedTarget[]): boolean {
  const { hostname, port, protocol } = address;
  const number = Number(port) || (PORTS[protocol] ?? 0);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  // Schemes that the URL parser does not know keep 0177.0.0.1 or 2130706433 as they are written.
  const literal = ipaddr.isValid(host);
  if (literal) return !isCallable(host, number, allowed);
  if (/(^|\.)localhost$/i.test(host))
    return !isCallable('127.0.0.1', number, allowed) && !isCallable('::1', number, allowed);
  return OWN_NAMES.test(host.toLowerCase()) && allowed.length === 0;
}
