import { rmSync } from 'node:fs';
import { lookAtEveryState } from '../pages/every-state';
import { launchBrowser } from './browser';
import { stopRunsBrowser } from './runs-browser';
import { stopTestServer } from './test-server';

/** After the run; a long one looks at every state of a page first. */
// biome-ignore lint/style/noDefaultExport: jest asks for it
export default async function tearDown(): Promise<void> {
  const { TEST_PASSED_PAGES: passed, TEST_KEPT_PAGES: kept } = process.env;
  const faults = kept && process.env.TEST_BROWSER ? await lookAtStates() : [];
  for (const folder of [passed, kept]) if (folder) rmSync(folder, { recursive: true, force: true });
  await stopRunsBrowser();
  await stopTestServer();
  if (faults.length > 0) throw new Error(`states of pages:\n${faults.join('\n')}`);
}

async function lookAtStates(): Promise<string[]> {
  const { browser } = await launchBrowser();
  return lookAtEveryState(browser);
}
