import { lookup as lookUp } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Agent, fetch as Send } from 'undici';
import { type AllowedTarget, isCallable } from './special-address';

/** The one way in which this process calls others: no address of an inside network, no redirect followed. */
export interface Outbound {
  /**
   * As `fetch`. A redirect is an error, or handed back where `redirect` is `manual`; it is never followed.
   * @throws TypeError whose cause is a RefusedTarget where the address must not be called
   */
  fetch(address: URL | string, init: RequestInit): Promise<Response>;
  /** For sockets of other protocols: resolves a name to what may be called on a port. */
  lookupFor(port: number): LookupFunction;
  /** @throws RefusedTarget where the host is an address that must not be called */
  checkHost(host: string, port: number): void;
}

/** An address of this machine, of a private network or of another special use (IANA), which is not called. */
export class RefusedTarget extends Error {
  readonly code = 'ERR_REFUSED_TARGET';
  constructor() {
    super('the address is one of special use, and not named in OUTBOUND_ALLOW');
  }
}

/** `allowed`: what may be called although it is no public address. Every name is judged by what it resolves to, at the socket. */
export function createOutbound(allowed: readonly AllowedTarget[]): Outbound {
  const lookupFor =
    (port: number): LookupFunction =>
    (hostname, options, done) => {
      lookUp(hostname, { ...options, all: true }, (error, found) => {
        if (error !== null) return done(error, '', 0);
        const callable = found.filter(({ address }) => isCallable(address, port, allowed));
        const [first] = callable;
        if (first === undefined) return done(new RefusedTarget(), '', 0);
        if (options.all === true) return done(null, callable);
        done(null, first.address, first.family);
      });
    };

  function checkHost(host: string, port: number): void {
    const bare = host.replace(/^\[|\]$/g, '');
    if (isIP(bare) !== 0 && !isCallable(bare, port, allowed)) throw new RefusedTarget();
  }

  let opened: Promise<Caller> | null = null;
  /** Reads the library when somebody is called for the first time: most processes call nobody. */
  const open = () => {
    opened ??= openCaller({ lookupFor, checkHost }).catch((error: unknown) => {
      // Where the machine had no file left to open, the next call tries again.
      opened = null;
      throw error;
    });
    return opened;
  };

  return {
    lookupFor,
    checkHost,
    async fetch(address, init) {
      const redirect = init.redirect === 'manual' ? 'manual' : 'error';
      const { send, dispatcher } = await open();
      // The package's types and those of the runtime describe the same objects.
      const given = { ...init, redirect, dispatcher } as unknown as Parameters<typeof Send>[1];
      return (await send(address, given)) as unknown as Response;
    },
  };
}

type Guards = Pick<Outbound, 'lookupFor' | 'checkHost'>;
type Caller = { readonly send: typeof Send; readonly dispatcher: Agent };

/** Connections to others, each judged by the address that it goes to. */
async function openCaller({ lookupFor, checkHost }: Guards): Promise<Caller> {
  const { Agent, buildConnector, fetch: send } = await import('undici');
  const connectors = new Map<number, ReturnType<typeof buildConnector>>();
  function connectorFor(port: number): ReturnType<typeof buildConnector> {
    const made = connectors.get(port) ?? buildConnector({ lookup: lookupFor(port) });
    connectors.set(port, made);
    return made;
  }
  const dispatcher = new Agent({
    connect: (options, done) => {
      const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
      try {
        checkHost(options.hostname, port);
      } catch (error) {
        return done(error instanceof Error ? error : new RefusedTarget(), null);
      }
      connectorFor(port)(options, done);
    },
  });
  return { send, dispatcher };
}
