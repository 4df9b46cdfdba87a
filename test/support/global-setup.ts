import { installSystemPackages } from './system-packages';
import { startTestServer } from './test-server';

/** Before the run: system packages, one PostgreSQL, the schema in a template database. */
// biome-ignore lint/style/noDefaultExport: jest asks for it
export default async function setUp(): Promise<void> {
  const missing = installSystemPackages();
  if (missing !== null) {
    console.error(`\n${missing}`);
    process.env.TEST_MISSING_PACKAGES = missing;
  }
  process.env.TEST_DATABASE_URL = await startTestServer();
}
