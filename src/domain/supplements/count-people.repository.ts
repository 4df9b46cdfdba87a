import type { Knex } from 'knex';
import type { FactsSource } from '../candidates/candidate-facts';
import type { FileState } from '../candidates/file-state';
import { SELECT_FILE_STATE } from '../candidates/file-state.repository';

/** What the conditions of a batch ask of a candidate, by id. */
type CountedPerson = FactsSource & { readonly id: number; readonly fileState: FileState };

/** The next candidates of some kinds by ascending id. */
export async function listPeople(
  db: Knex,
  kinds: readonly string[],
  after: number,
  limit: number,
): Promise<readonly CountedPerson[]> {
  const rows = await db('candidates')
    .whereIn('kind', [...kinds])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .select({
      id: 'id',
      kind: 'kind',
      track: 'track',
      sex: 'sex',
      bornOn: 'born_on',
      ethnicity: 'ethnicity',
      countyCode: 'county_code',
      schoolCode: 'school_code',
      facts: 'facts',
    })
    .select(db.raw(`${SELECT_FILE_STATE} as "fileState"`));
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}
