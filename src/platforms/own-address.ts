/** Under which address this very process listens, learned from the requests that reach it. */
export interface OwnAddress {
  learn(address: string | undefined, port: number | undefined): void;
  /**
   * Asks an address; one of this installation is asked within this process, past proxies and names that may mean
   * nothing on this machine.
   */
  fetch(url: string, options: RequestInit): Promise<Response>;
}

export function createOwnAddress(publicUrl: URL): OwnAddress {
  let own: URL | null = null;
  return {
    learn(address, port) {
      if (own !== null || address === undefined || port === undefined) return;
      const host = address.includes(':') ? `[${address.replace(/^::ffff:(?=\d)/, '')}]` : address;
      own = new URL(`http://${host.replace(/^\[(\d+\.[\d.]+)\]$/, '$1')}:${port}`);
    },
    async fetch(url, options) {
      const target = new URL(url);
      const inside = own !== null && target.origin === publicUrl.origin;
      const address = inside ? new URL(`${target.pathname}${target.search}`, own ?? publicUrl) : target;
      // The library's own dispatcher knows public addresses alone. These come from the operator's register, and
      // platforms may stand in the same private network.
      const asked = { ...options };
      delete asked.dispatcher;
      return fetch(address, asked);
    },
  };
}
