import type { ServerProcess } from './pid-file';
import { isProcessRunning } from './process-identity';

const INTERVAL_MS = 500;
const MAX_PAUSE_MS = 30_000;

/**
 * Looks after a server: when its process is gone, `revive` is called until it brings one back, after growing
 * pauses. Keeps no process alive.
 */
export function watchServer(
  first: ServerProcess,
  log: (message: string) => void,
  revive: () => Promise<ServerProcess>,
): { end(): Promise<void> } {
  let server = first;
  let ended = false;
  let pause = INTERVAL_MS;
  let busy = Promise.resolve();
  let timer: NodeJS.Timeout;

  const look = async () => {
    if (isProcessRunning(server.pid)) return;
    log(`The database server (process ${server.pid}) is gone; starting it again`);
    try {
      server = await revive();
      pause = INTERVAL_MS;
      log(`The database server runs again (process ${server.pid})`);
    } catch (error) {
      pause = Math.min(pause * 2, MAX_PAUSE_MS);
      log(`The database server could not be started again: ${(error as Error).message}`);
    }
  };
  const schedule = () => {
    timer = setTimeout(() => {
      busy = look().then(() => {
        if (!ended) schedule();
      });
    }, pause).unref();
  };
  schedule();
  return {
    end: async () => {
      ended = true;
      clearTimeout(timer);
      await busy;
    },
  };
}
