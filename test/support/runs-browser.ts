import type { BrowserServer } from 'playwright-core';
import { startBrowserServer } from './browser';

/** jest runs the set-up and the teardown in one process, each with modules of its own. */
const run = globalThis as { runsBrowser?: BrowserServer | undefined };

/** @returns the address at which test files join it */
export async function startRunsBrowser(): Promise<string> {
  run.runsBrowser = await startBrowserServer();
  return run.runsBrowser.wsEndpoint();
}

export async function stopRunsBrowser(): Promise<void> {
  await run.runsBrowser?.close();
}
