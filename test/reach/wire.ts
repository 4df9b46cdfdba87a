import { WebSocket } from 'undici';

const PATIENCE_MS = 60_000;

/** One tab of an engine, by its own protocol. */
export interface Wire {
  send(method: string, params?: object): Promise<Record<string, unknown>>;
  readonly events: { readonly method: string; readonly params: Record<string, unknown> }[];
  close(): void;
}

/** @throws where nothing listens there */
export async function openWire(address: string): Promise<Wire> {
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error(`${address} does not answer`)));
  });
  const waiting = new Map<number, (answer: Record<string, unknown>) => void>();
  const events: Wire['events'] = [];
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data));
    if (message.id === undefined) events.push(message);
    else waiting.get(message.id)?.(message.result ?? {});
  });
  let last = 0;
  return {
    events,
    send(method, params = {}) {
      last += 1;
      const id = last;
      socket.send(JSON.stringify({ id, method, params }));
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE_MS);
        waiting.set(id, (answer) => {
          clearTimeout(late);
          resolve(answer);
        });
      });
    },
    close: () => socket.close(),
  };
}
