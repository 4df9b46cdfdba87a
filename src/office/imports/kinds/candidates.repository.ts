import type { Knex } from 'knex';
import type { CandidateFacts } from '../../../rules/pack/rule-pack';
import type { ImportCounts, ListExtent } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';
import { weighFacts } from './weigh-facts.repository';

export const candidateStaging: readonly StagingColumn[] = [
  ['candidate_number', 'text'],
  ['name', 'text'],
  ['identity_number_cipher', 'bytea'],
  ['identity_number_index', 'bytea'],
  ['phone_cipher', 'bytea'],
  ['phone_index', 'bytea'],
  ['sex', 'text'],
  ['born_on', 'date'],
  ['ethnicity', 'text'],
  ['kind', 'text'],
  ['track', 'text'],
  ['county_code', 'text'],
  ['county_name', 'text'],
  ['school_code', 'text'],
  ['school_name', 'text'],
  ['class_name', 'text'],
  ['registration_number', 'text'],
  ['facts', 'json'],
];

const taken = (column: string, index: string): TableCheck => ({
  column,
  code: 'taken',
  sql: `select s.row_number, '' as found, c.candidate_number as expected
          from import_rows s join candidates c on c.${index} = s.${index}
         where c.candidate_number <> s.candidate_number`,
});

/** A phone of the list counts for new candidates only. */
const takenPhone: TableCheck = {
  column: 'phone',
  code: 'taken',
  sql: `select s.row_number, '' as found, c.candidate_number as expected
          from import_rows s join candidates c on c.phone_index = s.phone_index
         where not exists (select from candidates own where own.candidate_number = s.candidate_number)`,
};

export const candidateChecks: readonly TableCheck[] = [
  checkRepetition('candidateNumber', ['candidate_number']),
  checkRepetition('identityNumber', ['identity_number_index'], "''"),
  checkRepetition('phone', ['phone_index'], "''"),
  taken('identityNumber', 'identity_number_index'),
  takenPhone,
];

const PLAIN = [
  'name',
  'sex',
  'born_on',
  'ethnicity',
  'kind',
  'track',
  'county_code',
  'county_name',
  'school_code',
  'school_name',
  'class_name',
  'registration_number',
];
/** Facts of the file in place of those it has columns for; defaults are for new candidates. */
const FACTS = '((c.facts::jsonb - cast(:keys as text[])) || (s.facts::jsonb - cast(:absent as text[])))';
const list = (row: string) => [...PLAIN, 'identity_number_index'].map((name) => `${row}.${name}`).join(', ');
const DIFFERS = `((${list('c')}) is distinct from (${list('s')}) or ${FACTS} <> c.facts::jsonb)`;

export async function countCandidates(
  transaction: Knex.Transaction,
  keys: readonly string[],
  absent: readonly string[],
): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where c.id is null) as added,
            count(*) filter (where c.id is not null and ${DIFFERS}) as changed,
            count(*) filter (where c.id is not null and not ${DIFFERS}) as unchanged,
            0::bigint as removed,
            (select count(*) from candidates) - count(c.id) as kept
       from import_rows s left join candidates c on c.candidate_number = s.candidate_number`,
    { keys: [...keys], absent: [...absent] },
  );
  return getCounts(rows);
}

/** Changes who is there, adds who is new, with a credential that has no password yet. */
export async function applyCandidates(
  transaction: Knex.Transaction,
  keys: readonly string[],
  absent: readonly string[],
): Promise<void> {
  await transaction.raw(
    `update candidates c
        set ${PLAIN.map((name) => `${name} = s.${name}`).join(', ')},
            identity_number_cipher = case when c.identity_number_index = s.identity_number_index
              then c.identity_number_cipher else s.identity_number_cipher end,
            identity_number_index = s.identity_number_index,
            facts = ${FACTS}::json
       from import_rows s where c.candidate_number = s.candidate_number and ${DIFFERS}`,
    { keys: [...keys], absent: [...absent] },
  );
  const names = candidateStaging.map(([name]) => name).join(', ');
  await transaction.raw(
    `with added as (
       insert into candidates (${names}, phone_bound_at)
       select ${names}, case when phone_index is not null then now() end from import_rows s
        where not exists (select from candidates c where c.candidate_number = s.candidate_number)
        order by row_number
       returning id)
     insert into credentials (candidate_id) select id from added`,
  );
}

/** What rules read of a candidate beside the facts. */
const READ_BY_RULES = ['sex', 'born_on', 'ethnicity', 'kind', 'track', 'county_code', 'school_code'];
/** Values by the codes of the list's columns. */
const CODES: Readonly<Record<string, string>> = {
  born_on: 'bornOn',
  county_code: 'countyCode',
  county_name: 'countyName',
  school_code: 'schoolCode',
  school_name: 'schoolName',
  class_name: 'className',
  registration_number: 'registrationNumber',
};
const described = (row: string) =>
  `jsonb_build_object(${PLAIN.map((name) => `'${CODES[name] ?? name}', ${row}.${name}`).join(', ')})`;

/** Writes down which candidates change. What rules read of them concerns their filed lists. @returns candidates of the file who are there */
export async function weighCandidates(
  transaction: Knex.Transaction,
  keys: readonly string[],
  absent: readonly string[],
): Promise<number> {
  const read = (row: string) => READ_BY_RULES.map((name) => `${row}.${name}`).join(', ');
  // Of a number only that it changes: it is kept encrypted.
  const number = (row: string) =>
    `jsonb_build_object('identityNumber', left(encode(${row}.identity_number_index, 'hex'), 8))`;
  await weighFacts(
    transaction,
    `select c.id, concat(c.candidate_number, ' ', c.name) as subject,
            c.facts::jsonb || ${described('c')} || ${number('c')} as before,
            ${FACTS} || ${described('s')} || ${number('s')} as after,
            (${read('c')}) is distinct from (${read('s')}) or ${FACTS} <> c.facts::jsonb
              or c.identity_number_index <> s.identity_number_index as concerns
       from import_rows s join candidates c on c.candidate_number = s.candidate_number
      where ${DIFFERS}`,
    { keys: [...keys], absent: [...absent] },
  );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from import_rows s join candidates c on c.candidate_number = s.candidate_number`,
  );
  return rows[0]?.count ?? 0;
}

/** A candidate as the list has them; number and phone are still sealed. */
export interface ListedCandidate {
  readonly key: number;
  readonly number: string;
  readonly name: string;
  readonly identityNumber: Buffer;
  readonly phone: Buffer | null;
  readonly sex: string;
  readonly bornOn: string;
  readonly ethnicity: string;
  readonly kind: string;
  readonly track: string;
  readonly countyCode: string;
  readonly countyName: string;
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
  readonly registrationNumber: string;
  readonly facts: CandidateFacts;
}

/** The next candidates: all, or those that the staged rows name. */
export function listCandidatePiece(
  db: Knex,
  extent: ListExtent,
  after: number,
  limit: number,
): Promise<readonly ListedCandidate[]> {
  const named =
    extent === 'staged' ? 'and c.candidate_number in (select candidate_number from import_rows)' : '';
  return queryPiece(
    db,
    `select c.id as key, c.candidate_number as number, c.name, c.identity_number_cipher as "identityNumber",
            c.phone_cipher as phone, ${PLAIN.slice(1)
              .map((name) => `c.${name} as "${CODES[name] ?? name}"`)
              .join(', ')}, c.facts
       from candidates c where c.id > :after ${named} order by c.id limit :limit`,
    { after, limit },
  );
}

/**
 * Those whose number does not agree with the rest of their record (it is not changed when somebody changes 科类 or
 * school), with 科类, county and school as they stand.
 */
export async function listOddNumbers(db: Knex): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.raw<{ rows: { number: string; place: string }[] }>(
    `select candidate_number as number, concat_ws('/', track, county_code, school_code) as place from candidates
      where substr(candidate_number, 10, 1) <> track or substr(candidate_number, 3, 2) <> left(county_code, 2)
         or substr(candidate_number, 5, 4) <> left(school_code, 4)`,
  );
  return new Map(rows.map(({ number, place }) => [number, place]));
}
