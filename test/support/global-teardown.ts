import { rmSync } from 'node:fs';
import { stopRunsBrowser } from './runs-browser';
import { stopTestServer } from './test-server';

/** After the run. */
// biome-ignore lint/style/noDefaultExport: jest asks for it
export default async function tearDown(): Promise<void> {
  const passed = process.env.TEST_PASSED_PAGES;
  if (passed) rmSync(passed, { recursive: true, force: true });
  await stopRunsBrowser();
  await stopTestServer();
}
