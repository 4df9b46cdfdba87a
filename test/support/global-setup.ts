import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openKeptPages } from '../pages/kept-pages';
import { installSystemPackages } from './system-packages';
import { startTestServer } from './test-server';

/** Before the run: system packages, one PostgreSQL, the schema in a template database. */
// biome-ignore lint/style/noDefaultExport: jest asks for it
export default async function setUp(): Promise<void> {
  if (!existsSync(path.resolve(__dirname, '../../dist/src/server.js'))) {
    throw new Error('dist/ is missing, which some tests start: npm run build');
  }
  const missing = installSystemPackages();
  if (missing !== null) {
    console.error(`\n${missing}`);
    process.env.TEST_MISSING_PACKAGES = missing;
  }
  process.env.TEST_PASSED_PAGES = mkdtempSync(path.join(tmpdir(), 'zhiyuan-passed-'));
  if (process.env.LONG !== undefined && process.env.STATES !== '0')
    openKeptPages(mkdtempSync(path.join(tmpdir(), 'zhiyuan-states-')));
  process.env.TEST_DATABASE_URL = await startTestServer();
}
