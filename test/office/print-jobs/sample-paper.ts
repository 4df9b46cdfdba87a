import { partContext } from '../../../src/office/print-jobs/print-runner';
import { idOfOfficer } from '../../support/officers';
import { bound } from '../../support/security-steps';
import type { TestApp } from '../../support/test-app';
import { fileEarly } from './paper-steps';

/** A filed list of 中牟县 with a finished print job of one part and one receipt, each with the number 1. */
export async function addSamplePaper(app: TestApp): Promise<void> {
  await fileEarly(app, bound.otherPhone);
  const { knex } = app.database;
  const { id: versionId, candidate_id: candidateId } = await knex('application_versions').first(
    'id',
    'candidate_id',
  );
  const officerId = await idOfOfficer(app, 'county-1');
  const [job] = await knex('print_jobs')
    .insert({
      officer_id: officerId,
      county_code: '410122',
      batch_code: 'early-other',
      title: '中牟县招生办公室（全部）',
      state: 'done',
      total: 1,
      printed: 1,
      expires_at: new Date(Date.now() + 3_600_000),
    })
    .returning('id');
  await knex('print_job_parts').insert({
    job_id: job.id,
    part: 1,
    first_position: 1,
    last_position: 1,
    pdf_cipher: app.services.cipher.encrypt('JVBERi0=', partContext(job.id, 1)),
    bytes: 5,
  });
  await knex('form_receipts').insert({
    version_id: versionId,
    candidate_id: candidateId,
    kind: 'stamped',
    officer_id: officerId,
  });
}
