import type { Knex } from 'knex';
import { findOwners } from '../effects/effect.repository';
import type { ImportCounts } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkCandidates, checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';

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

/** States that no row of the file has. */
const ABSENT = `not exists (select from import_rows s join candidates c on c.candidate_number = s.candidate_number
  where c.id = t.candidate_id and s.heading_code = t.heading_code)`;

export async function countFileStates(transaction: Knex.Transaction, whole: boolean): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.state is null) as added,
            count(*) filter (where t.state is not null and ${DIFFERS}) as changed,
            count(*) filter (where t.state is not null and not (${DIFFERS})) as unchanged,
            ${whole ? `(select count(*) from candidate_file_states t where ${ABSENT})` : '0::bigint'} as removed,
            0::bigint as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

export async function applyFileStates(transaction: Knex.Transaction, whole: boolean): Promise<void> {
  if (whole) await transaction.raw(`delete from candidate_file_states t where ${ABSENT}`);
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

const SUBJECT = "concat(c.candidate_number, ' ', c.name, ' ', t.heading_code)";
const described = (row: string) =>
  `jsonb_build_object('state', ${row}.state, 'institution', ${row}.institution_code, 'institutionName', ${row}.institution_name)`;

/** Writes down whose states go or change. @returns states that the file concerns */
export async function weighFileStates(transaction: Knex.Transaction, whole: boolean): Promise<number> {
  await transaction.raw(
    `insert into weighed (act, subject, before, after, candidate_id)
     select 'changed', ${SUBJECT}, ${described('t')}, ${described('s')}, c.id
       from ${MATCHED} where t.state is not null and ${DIFFERS} order by c.candidate_number`,
  );
  if (whole)
    await transaction.raw(
      `insert into weighed (act, subject, before, after, candidate_id)
       select 'removed', ${SUBJECT}, ${described('t')}, '{}', c.id
         from candidate_file_states t join candidates c on c.id = t.candidate_id
        where ${ABSENT} order by c.candidate_number`,
    );
  await findOwners(transaction);
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    whole
      ? 'select count(*)::int as count from candidate_file_states'
      : `select count(t.state)::int as count from ${MATCHED}`,
  );
  return rows[0]?.count ?? 0;
}

export interface ListedFileState {
  readonly key: number;
  readonly cells: readonly (readonly (string | null)[])[];
}

/** The next candidates with all their states. */
export function listFileStatePiece(
  db: Knex,
  after: number,
  limit: number,
): Promise<readonly ListedFileState[]> {
  return queryPiece(
    db,
    `select c.id as key, json_agg(json_build_array(c.candidate_number, c.name, t.heading_code, t.state,
              t.institution_code, t.institution_name,
              to_char(t.changed_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')) order by t.heading_code) as cells
       from (select distinct candidate_id from candidate_file_states where candidate_id > :after order by 1 limit :limit) n
       join candidates c on c.id = n.candidate_id
       join candidate_file_states t on t.candidate_id = c.id
      group by c.id order by c.id`,
    { after, limit },
  );
}
