import { rmSync } from 'node:fs';
import { lookAtEveryState } from '../pages/every-state';
import { launchBrowser, stopBrowser } from './browser';
import { stopTestServer } from './test-server';

/** After the run; a long one looks at every state of a page first. */
// biome-ignore lint/style/noDefaultExport: jest asks for it
export default async function tearDown(): Promise<void> {
  const { TEST_PASSED_PAGES: passed, TEST_KEPT_PAGES: kept, TEST_MISSING_PACKAGES: missing } = process.env;
  const faults = kept && missing === undefined ? await lookAtStates() : [];
  for (const folder of [passed, kept]) if (folder) rmSync(folder, { recursive: true, force: true });
  await stopBrowser();
  await stopTestServer();
  if (faults.length > 0) throw new Error(`states of pages:\n${faults.join('\n')}`);
}

async function lookAtStates(): Promise<string[]> {
  const { browser } = await launchBrowser();
  return lookAtEveryState(browser);
}
