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
  /** What it finds is to be looked at, and taken all the same. */
  readonly doubt?: boolean;
}

/** A fault that one row or many have. */
interface FoundFault {
  /** The first of them, by number of the record. */
  readonly rows: readonly number[];
  readonly count: number;
  readonly found: string;
  readonly expected: string;
}

/** The first rows of equal faults that are told of. */
const MAX_ROWS_TOLD = 200;

/** Counts the faults of a check and gives the first of them, equal ones as one. */
export async function runCheck(
  transaction: Knex.Transaction,
  { sql, bindings = [] }: TableCheck,
): Promise<{ readonly listed: readonly FoundFault[]; readonly total: number }> {
  const { rows } = await transaction.raw<{ rows: (FoundFault & { readonly total: number })[] }>(
    `with faulty as (${sql})
     select coalesce(found, '') as found, coalesce(expected, '') as expected, count(*)::integer as count,
            (array_agg(row_number order by row_number))[1:${MAX_ROWS_TOLD}] as rows,
            (sum(count(*)) over ())::integer as total
       from faulty group by 1, 2 order by min(row_number) limit ${MAX_LISTED_FAULTS}`,
    [...bindings],
  );
  return { listed: rows.map(({ total: _total, ...fault }) => fault), total: rows[0]?.total ?? 0 };
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
