import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { LIST_MS, limitBodyTime } from '../infrastructure/http/body-time';
import type { MessageKinds } from '../infrastructure/http/message-kinds';
import { StartRefused } from '../infrastructure/start-refused';

export interface RunningServer {
  readonly port: number;
  /**
   * Takes no new connections and lets what is under way finish; each answer asks for its connection to be ended.
   * Connections that are idle are left alone for `quietMs`: a proxy that kept one may just be sending a form on it.
   * What is left after `graceMs` is cut off.
   */
  drain(graceMs: number, quietMs?: number): Promise<void>;
}

/** Longer than proxies keep a connection that is idle (nginx: 60 s): the one who sends is to be the one who ends it. */
const KEEP_ALIVE_MS = 75_000;
/** The first descriptor that a supervisor hands on. sd_listen_fds(3) */
const HANDED_ON = 3;

/**
 * Listens, at the socket that a supervisor has opened and keeps where one is handed on, else at one of its own; slow
 * headers and bodies are cut off, so that a few clients cannot hold every connection.
 */
export async function serve(
  { listener, messageKinds }: { readonly listener: RequestListener; readonly messageKinds?: MessageKinds },
  port: number,
  host: string,
  handedOn = false,
): Promise<RunningServer> {
  const answering = new Set<ServerResponse>();
  let draining = false;
  const server = createServer(
    { ...messageKinds, headersTimeout: 20_000, requestTimeout: LIST_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    (req, res) => {
      if (draining) res.shouldKeepAlive = false;
      answering.add(res);
      res.once('close', () => answering.delete(res));
      limitBodyTime(req, res);
      listener(req, res);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(describeListenFault(error, port, host)));
    server.listen(handedOn ? { fd: HANDED_ON } : { port, host }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    async drain(graceMs, quietMs = 0) {
      await takeIn(server);
      const closed = closeListener(server);
      // Not before: a proxy whose connections end opens others, which would come just as the listener closes.
      draining = true;
      for (const res of answering) if (!res.headersSent) res.shouldKeepAlive = false;
      await untilEnded(server, closed, graceMs, quietMs);
    },
  };
}

function describeListenFault(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} is in use by another program: stop it, or set PORT to a free one`,
    EACCES: `port ${port} may not be used by this account: set PORT to one above 1023`,
    EADDRNOTAVAIL: `this machine has no address ${host}: set HOST to one that it has, or to 0.0.0.0`,
    ENOTFOUND: `the name ${host} is unknown: set HOST to an address of this machine`,
  };
  const reason = reasons[error.code ?? ''];
  return reason === undefined ? error : new StartRefused(`The server cannot listen: ${reason}.`);
}

/** Ends nothing but the listener; that of http would end idle connections at once. @returns when all have ended */
const closeListener = (server: Server) =>
  new Promise<void>((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });

async function untilEnded(
  server: Server,
  closed: Promise<void>,
  graceMs: number,
  quietMs: number,
): Promise<void> {
  let idle: NodeJS.Timeout | undefined;
  const quiet = setTimeout(() => {
    server.closeIdleConnections();
    idle = setInterval(() => server.closeIdleConnections(), 200);
  }, quietMs);
  const last = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(quiet);
  clearInterval(idle);
  clearTimeout(last);
  // Ends what http still watches; there is nothing left to close.
  server.close();
}

/** A turn of the event loop in which nothing else was done. */
const SHORT_TURN_MS = 0.2;
const TAKING_IN_MS = 1_000;

/**
 * Takes in what has connected already: a connection that nobody took is reset as the listener closes, and what was sent
 * on it is lost. A turn takes one connection; it goes on until one has brought none and was over at once, so that
 * hardly anybody can have come since.
 */
async function takeIn(server: Server): Promise<void> {
  let taken = 0;
  const count = () => {
    taken += 1;
  };
  server.on('connection', count);
  const began = performance.now();
  for (let dry = false; !dry && performance.now() - began < TAKING_IN_MS; ) {
    const [before, turned] = [taken, performance.now()];
    await new Promise<void>((resolve) => setImmediate(resolve));
    dry = taken === before && performance.now() - turned < SHORT_TURN_MS;
  }
  server.off('connection', count);
}
