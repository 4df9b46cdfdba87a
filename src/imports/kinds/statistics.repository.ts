import type { Knex } from 'knex';
import type { ImportCounts, StagingColumn } from '../kind';
import { checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';

export const statisticsStaging: readonly StagingColumn[] = [
  ['institution_code', 'text'],
  ['institution_name', 'text'],
  ['year', 'integer'],
  ['batch_name', 'text'],
  ['track_name', 'text'],
  ['planned', 'integer'],
  ['admitted', 'integer'],
  ['highest_score', 'numeric(6, 2)'],
  ['average_score', 'numeric(6, 2)'],
  ['lowest_score', 'numeric(6, 2)'],
  ['highest_rank', 'integer'],
  ['average_rank', 'integer'],
  ['lowest_rank', 'integer'],
];

const KEY = ['institution_code', 'year', 'batch_name', 'track_name'];
const FIGURES = statisticsStaging.slice(5).map(([name]) => name);

/** One code stands for one institution throughout the file. */
const otherName: TableCheck = {
  column: 'institutionName',
  code: 'otherInstitutionName',
  sql: `select row_number, institution_name as found, first as expected
          from (select *, first_value(institution_name)
                  over (partition by institution_code order by year desc, row_number) as first from import_rows) named
         where institution_name <> first and year = (select max(year) from import_rows i
           where i.institution_code = named.institution_code)`,
};

export const statisticsChecks: readonly TableCheck[] = [checkRepetition('institution', KEY), otherName];

/** The same record is there already under another spelling of its 科类, from before spellings were made one. */
export function checkSpelling(spellings: readonly (readonly [written: string, kept: string])[]): TableCheck {
  const others = spellings.filter(([written, kept]) => written !== kept);
  return {
    column: 'track',
    code: 'otherSpelling',
    sql: `select s.row_number, s.track_name as found, min(t.track_name) as expected
            from import_rows s
            join (values ${others.map(() => '(?, ?)').join(', ')}) as spelling (written, kept) on spelling.kept = s.track_name
            join admission_statistics t on t.institution_code = s.institution_code and t.year = s.year
             and t.batch_name = s.batch_name and t.track_name = spelling.written
           group by s.row_number, s.track_name`,
    bindings: others.flat(),
  };
}

const MATCHED = `import_rows s left join admission_statistics t on ${KEY.map((name) => `t.${name} = s.${name}`).join(' and ')}`;
const figures = (row: string) => FIGURES.map((name) => `${row}.${name}`).join(', ');

/** Codes under which statistics are kept or institutions are listed. */
export async function listStatisticsCodes(db: Knex): Promise<ReadonlySet<string>> {
  const { rows } = await db.raw<{ rows: { code: string }[] }>(
    'select code from admission_institutions union select code from institutions',
  );
  return new Set(rows.map(({ code }) => code));
}

export async function countStatistics(transaction: Knex.Transaction): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.year is null) as added,
            count(*) filter (where t.year is not null and (${figures('t')}) is distinct from (${figures('s')})) as changed,
            count(*) filter (where (${figures('t')}) is not distinct from (${figures('s')})) as unchanged,
            0::bigint as removed,
            0::bigint as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

/** An institution bears the name of its newest year in the file. */
export async function applyStatistics(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    `insert into admission_institutions as t (code, name)
     select distinct on (institution_code) institution_code, institution_name from import_rows
      order by institution_code, year desc, row_number
     on conflict (code) do update set name = excluded.name where t.name <> excluded.name`,
  );
  const names = [...KEY, ...FIGURES].join(', ');
  await transaction.raw(
    `insert into admission_statistics as t (${names}) select ${names} from import_rows
     on conflict (${KEY.join(', ')}) do update
        set ${FIGURES.map((name) => `${name} = excluded.${name}`).join(', ')}
      where (${figures('t')}) is distinct from (${figures('excluded')})`,
  );
}
