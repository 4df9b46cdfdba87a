import type { Knex } from 'knex';
import type { ImportCounts, StagingColumn } from '../kind';
import { checkCandidates, checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';

export const fileStateStaging: readonly StagingColumn[] = [
  ['candidate_number', 'text'],
  ['name', 'text'],
  ['heading_code', 'text'],
  ['state', 'text'],
  ['institution_code', 'text'],
  ['institution_name', 'text'],
  ['changed_at', 'timestamptz'],
];

export function fileStateChecks(hasName: boolean): readonly TableCheck[] {
  return [
    checkRepetition('candidateNumber', ['candidate_number', 'heading_code']),
    ...checkCandidates(hasName),
  ];
}

const MATCHED = `import_rows s
  join candidates c on c.candidate_number = s.candidate_number
  left join candidate_file_states t on t.candidate_id = c.id and t.heading_code = s.heading_code`;
/** The instant alone is no change. */
const DIFFERS =
  '(t.state, t.institution_code, t.institution_name) is distinct from (s.state, s.institution_code, s.institution_name)';

export async function countFileStates(transaction: Knex.Transaction): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.state is null) as added,
            count(*) filter (where t.state is not null and ${DIFFERS}) as changed,
            count(*) filter (where t.state is not null and not (${DIFFERS})) as unchanged,
            0::bigint as removed,
            0::bigint as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

export async function applyFileStates(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    `insert into candidate_file_states
       (candidate_id, heading_code, state, institution_code, institution_name, changed_at)
     select c.id, s.heading_code, s.state, s.institution_code, s.institution_name, s.changed_at
       from ${MATCHED} where t.state is null or ${DIFFERS}
     on conflict (candidate_id, heading_code) do update
        set state = excluded.state, institution_code = excluded.institution_code,
            institution_name = excluded.institution_name, changed_at = excluded.changed_at`,
  );
}
