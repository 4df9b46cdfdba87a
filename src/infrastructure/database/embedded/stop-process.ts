import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessRunning } from './process-identity';

const STOP_WAIT_MS = 20_000;
const QUIT_WAIT_MS = 5_000;

/** `stopServer` for a server that is known by its number only. */
export async function stopProcess(pid: number): Promise<void> {
  for (const [signal, wait] of [
    ['SIGINT', STOP_WAIT_MS],
    ['SIGQUIT', QUIT_WAIT_MS],
  ] as const) {
    if (isProcessRunning(pid)) process.kill(pid, signal);
    for (let waited = 0; waited < wait && isProcessRunning(pid); waited += 20) await sleep(20);
  }
}
