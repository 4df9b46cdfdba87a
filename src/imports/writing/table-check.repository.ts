import type { Knex } from 'knex';
import { type FaultCode, MAX_LISTED_FAULTS } from '../fault';
import { STAGING_TABLE } from './staging.repository';

/** Looks over the staged rows for faults of one sort. */
export interface TableCheck {
  /** Code of the column that is at fault. */
  readonly column: string;
  readonly code: FaultCode;
  /** Selects `row_number`, `found` and `expected` of each faulty row. */
  readonly sql: string;
  readonly bindings?: readonly (string | number)[];
}

export interface FoundFault {
  readonly row: number;
  readonly found: string;
  readonly expected: string;
}

/** Counts the faults of a check and gives the first of them. */
export async function runCheck(
  transaction: Knex.Transaction,
  { sql, bindings = [] }: TableCheck,
): Promise<{ readonly listed: readonly FoundFault[]; readonly total: number }> {
  const { rows } = await transaction.raw<{
    rows: { row_number: number; found: string | null; expected: string | null; total: number }[];
  }>(
    `with faulty as (${sql})
     select row_number, found, expected, count(*) over () as total from faulty
     order by row_number limit ${MAX_LISTED_FAULTS}`,
    [...bindings],
  );
  const listed = rows.map(({ row_number: row, found, expected }) => ({
    row,
    found: found ?? '',
    expected: expected ?? '',
  }));
  return { listed, total: rows[0]?.total ?? 0 };
}

/** Rows whose key an earlier row has. `shown` is SQL for what the fault shows; the key's columns are never null together. */
export function checkRepetition(column: string, key: readonly string[], shown = `r.${key[0]}`): TableCheck {
  const names = key.join(', ');
  const same = key.map((name) => `r.${name} = f.${name}`).join(' and ');
  return {
    column,
    code: 'repeated',
    sql: `select r.row_number, ${shown} as found, f.first::text as expected
            from ${STAGING_TABLE} r
            join (select ${names}, min(row_number) as first from ${STAGING_TABLE}
                   where ${key[0]} is not null group by ${names} having count(*) > 1) f on ${same}
           where r.row_number > f.first`,
  };
}

/** Rows about a candidate who is not there, and rows that call a candidate by another name. */
export function checkCandidates(hasName: boolean): readonly TableCheck[] {
  const unknown: TableCheck = {
    column: 'candidateNumber',
    code: 'unknownCandidate',
    sql: `select row_number, candidate_number as found, '' as expected from ${STAGING_TABLE} r
           where not exists (select from candidates c where c.candidate_number = r.candidate_number)`,
  };
  const named: TableCheck = {
    column: 'name',
    code: 'otherName',
    sql: `select row_number, r.name as found, c.name as expected from ${STAGING_TABLE} r
            join candidates c on c.candidate_number = r.candidate_number where r.name <> c.name`,
  };
  return hasName ? [unknown, named] : [unknown];
}
