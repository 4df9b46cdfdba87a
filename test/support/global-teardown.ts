import { stopTestServer } from './test-server';

/** After the run. */
// biome-ignore lint/style/noDefaultExport: jest asks for it
export default async function tearDown(): Promise<void> {
  await stopTestServer();
}
