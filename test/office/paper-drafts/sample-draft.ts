import { idOfOfficer } from '../../support/officers';
import type { TestApp } from '../../support/test-app';

/** A list on paper that nobody has typed yet, for candidate 1, by county-1. @returns its id */
export async function addSampleDraft(app: TestApp): Promise<number> {
  const [row] = await app.database
    .knex('paper_drafts')
    .insert({
      candidate_id: 1,
      county_code: '410122',
      batch_code: 'early-other',
      after_ordinal: 0,
      begun_by: await idOfOfficer(app, 'county-1'),
    })
    .returning('id');
  return row.id;
}
