import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net';

/** Stands between a program and its database, and can swallow everything: as a server that is frozen does. */
export interface MuteProxy {
  /** The same database by way of it. */
  readonly url: string;
  /**
   * From now on nothing passes in either direction, and nothing is refused.
   * @param whom those connected now alone, or whoever connects later, too
   */
  silence(whom?: 'everybody' | 'connected'): void;
  /** Everything passes again, what was swallowed before it. */
  speak(): void;
  close(): Promise<void>;
}

/** Opens one on a free port of loopback. @param url of the database behind it */
export async function openMuteProxy(url: string): Promise<MuteProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let silent = false;
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    if (silent) from.pause();
    from.on('data', (bytes) => to.write(bytes));
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => undefined);
  };
  const server = createServer((socket) => {
    const behind = dial(Number(target.port), target.hostname);
    join(socket, behind);
    join(behind, socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    silence(whom = 'everybody') {
      silent = whom === 'everybody';
      for (const socket of sockets) socket.pause();
    },
    speak() {
      silent = false;
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
