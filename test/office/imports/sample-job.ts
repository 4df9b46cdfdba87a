import { insertJob } from '../../../src/office/imports/jobs/import-job.repository';
import type { TestApp } from '../../support/test-app';

/** A file whose columns nobody has named yet; the demo has no import under way. */
export async function addSampleJob(app: TestApp, fileName = 'scores.csv'): Promise<void> {
  await insertJob(app.database.knex, {
    kind: 'scores',
    fileName,
    bytes: 1,
    fileKey: 'none',
    node: 'none',
    sheet: null,
    foundSheet: null,
    looked: [],
    suggested: null,
    state: 'mapping',
    officerId: 1,
  });
}
