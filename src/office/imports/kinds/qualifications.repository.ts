import type { Knex } from 'knex';
import { findOwners } from '../effects/effect.repository';
import type { ImportCounts, ListExtent } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkCandidates, checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';

export const qualificationStaging: readonly StagingColumn[] = [
  ['candidate_number', 'text'],
  ['name', 'text'],
  ['list', 'text'],
];

export function qualificationChecks(hasName: boolean): readonly TableCheck[] {
  return [checkRepetition('candidateNumber', ['candidate_number', 'list']), ...checkCandidates(hasName)];
}

/** The lists that plan rows of a year ask for. */
export async function listPlanListNames(db: Knex, year: number): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select distinct condition.value ->> 'value' as name
       from plan_entries cross join json_array_elements(restrictions) as condition
      where year = ? and condition.value ->> 'field' = 'lists'
        and json_typeof(condition.value -> 'value') = 'string'`,
    [year],
  );
  return rows.map(({ name }) => name);
}

/** Who is on the lists of the file now, and who will be: one row for each candidate and list. */
const PAIRS = `
  with concerned as (select distinct list from import_rows),
  held as (
    select c.id, named.list from candidates c
      cross join jsonb_array_elements_text(coalesce(c.facts::jsonb -> 'lists', '[]')) as named (list)
     where jsonb_exists_any(c.facts::jsonb -> 'lists', array(select list from concerned))
       and named.list in (select list from concerned)),
  wanted as (
    select c.id, s.list, s.row_number from import_rows s
      join candidates c on c.candidate_number = s.candidate_number)`;

export async function countQualifications(transaction: Knex.Transaction): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `${PAIRS}
     select count(*) filter (where held.id is null) as added,
            0::bigint as changed,
            count(*) filter (where held.id is not null and wanted.id is not null) as unchanged,
            count(*) filter (where wanted.id is null) as removed,
            0::bigint as kept
       from wanted full join held on held.id = wanted.id and held.list = wanted.list`,
  );
  return getCounts(rows);
}

export async function applyQualifications(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    `${PAIRS},
     lists as (
       select c.id,
              array(select kept.list from jsonb_array_elements_text(coalesce(c.facts::jsonb -> 'lists', '[]'))
                      with ordinality as kept (list, place)
                     where kept.list not in (select list from concerned) order by kept.place)
              || array(select w.list from wanted w where w.id = c.id order by w.row_number) as lists
         from candidates c where c.id in (select id from held union select id from wanted))
     update candidates c
        set facts = jsonb_set(c.facts::jsonb, '{lists}', to_jsonb(lists.lists))::json
       from lists
      where lists.id = c.id and c.facts::jsonb -> 'lists' is distinct from to_jsonb(lists.lists)`,
  );
}

/** The lists that candidates are on. */
export async function listHeldListNames(db: Knex): Promise<readonly string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select distinct named.list as name from candidates
      cross join jsonb_array_elements_text(facts::jsonb -> 'lists') as named (list)
      where jsonb_typeof(facts::jsonb -> 'lists') = 'array'`,
  );
  return rows.map(({ name }) => name);
}

/** Writes down who loses a qualification. @returns how many stand on the lists that the file names */
export async function weighQualifications(transaction: Knex.Transaction): Promise<number> {
  await transaction.raw(
    `${PAIRS}
     insert into weighed (act, subject, before, after, candidate_id)
     select 'removed', concat(c.candidate_number, ' ', c.name), jsonb_build_object('list', held.list), '{}', c.id
       from held join candidates c on c.id = held.id
      where not exists (select from wanted where wanted.id = held.id and wanted.list = held.list)
      order by held.list, c.candidate_number`,
  );
  await findOwners(transaction);
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `${PAIRS} select count(*)::int as count from held`,
  );
  return rows[0]?.count ?? 0;
}

export interface ListedQualifications {
  readonly key: number;
  readonly number: string;
  readonly name: string;
  readonly lists: readonly string[];
}

/** The next candidates with their lists: all, or those that the staged rows name. */
export function listQualificationPiece(
  db: Knex,
  extent: ListExtent,
  after: number,
  limit: number,
): Promise<readonly ListedQualifications[]> {
  const named = extent === 'staged' ? 'where named.list in (select list from import_rows)' : '';
  return queryPiece(
    db,
    `select c.id as key, c.candidate_number as number, c.name,
            array(select named.list from jsonb_array_elements_text(c.facts::jsonb -> 'lists')
                    with ordinality as named (list, place) ${named} order by named.place) as lists
       from candidates c
      where c.id > :after and jsonb_typeof(c.facts::jsonb -> 'lists') = 'array' and c.facts::jsonb -> 'lists' <> '[]'
      order by c.id limit :limit`,
    { after, limit },
  );
}
