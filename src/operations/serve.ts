import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LIST_MS, limitBodyTime } from '../middleware/body-time';
import { StartRefused } from './installation';

export interface RunningServer {
  readonly port: number;
  /** Takes no new connections, lets what is under way finish, and closes what is left after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}

/** Listens; slow headers and bodies are cut off, so that a few clients cannot hold every connection. */
export async function serve(listener: RequestListener, port: number, host: string): Promise<RunningServer> {
  const server = createServer(
    { headersTimeout: 20_000, requestTimeout: LIST_MS, keepAliveTimeout: 10_000 },
    (req, res) => {
      limitBodyTime(req, res);
      listener(req, res);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(describeListenFault(error, port, host)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    drain: (graceMs) => drain(server, graceMs),
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

async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const idle = setInterval(() => server.closeIdleConnections(), 200);
  const last = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(last);
}
