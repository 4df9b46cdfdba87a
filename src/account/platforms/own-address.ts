import { createOutbound, type Outbound } from '../../infrastructure/security/outbound';
import { type AllowedTarget, parseAllowedTarget } from '../../infrastructure/security/special-address';

/** Under which address this very process listens, learned from the requests that reach it. */
export interface OwnAddress {
  learn(address: string | undefined, port: number | undefined): void;
  /**
   * Asks an address; one of this installation is asked within this process, past proxies and names that may mean
   * nothing on this machine. Any other goes through the fence of `outbound`, whatever dispatcher a library brings.
   */
  fetch(url: string, options: RequestInit): Promise<Response>;
}

export function createOwnAddress(publicUrl: URL, outbound: Outbound): OwnAddress {
  let own: URL | null = null;
  // Before the first request: PUBLIC_URL counts as this installation's own, whatever its name resolves to.
  let within = createOutbound(allow(`0.0.0.0/0:${portOf(publicUrl)}`, `[::]/0:${portOf(publicUrl)}`));
  return {
    learn(address, port) {
      if (own !== null || address === undefined || port === undefined) return;
      const host = address.includes(':') ? `[${address.replace(/^::ffff:(?=\d)/, '')}]` : address;
      own = new URL(`http://${host.replace(/^\[(\d+\.[\d.]+)\]$/, '$1')}:${port}`);
      within = createOutbound(allow(own.host));
    },
    async fetch(url, options) {
      const target = new URL(url);
      if (target.origin !== publicUrl.origin) return outbound.fetch(target, options);
      return within.fetch(new URL(`${target.pathname}${target.search}`, own ?? publicUrl), options);
    },
  };
}

const portOf = ({ port, protocol }: URL) => Number(port) || (protocol === 'https:' ? 443 : 80);

function allow(...entries: readonly string[]): readonly AllowedTarget[] {
  return entries.flatMap((entry) => parseAllowedTarget(entry) ?? []);
}
