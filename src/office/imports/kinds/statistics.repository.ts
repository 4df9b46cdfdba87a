import type { Knex } from 'knex';
import type { ImportCounts } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import { checkRepetition, type TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { queryPiece } from './read-pieces.repository';

export const statisticsStaging: readonly StagingColumn[] = [
  ['institution_code', 'text'],
  ['institution_name', 'text'],
  ['year', 'integer'],
  ['batch_name', 'text'],
  ['track_name', 'text'],
  ['group_code', 'text'],
  ['major_code', 'text'],
  ['major_name', 'text'],
  ['requirement', 'text'],
  ['planned', 'integer'],
  ['admitted', 'integer'],
  ['highest_score', 'numeric(6, 2)'],
  ['average_score', 'numeric(6, 2)'],
  ['lowest_score', 'numeric(6, 2)'],
  ['highest_rank', 'integer'],
  ['average_rank', 'integer'],
  ['lowest_rank', 'integer'],
];

/** Of which group and 专业 figures are; blank where they are of the whole institution. */
const PART = ['group_code', 'major_code', 'major_name'];
const KEY = ['institution_code', 'year', 'batch_name', 'track_name', ...PART];
const FIGURES = statisticsStaging.slice(8).map(([name]) => name);

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
             and ${PART.map((name) => `t.${name} = s.${name}`).join(' and ')}
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

/** Figures that no row of the file has. */
const ABSENT = `not exists (select from import_rows s where ${KEY.map((name) => `s.${name} = t.${name}`).join(' and ')})`;

export async function countStatistics(transaction: Knex.Transaction, whole: boolean): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.year is null) as added,
            count(*) filter (where t.year is not null and (${figures('t')}) is distinct from (${figures('s')})) as changed,
            count(*) filter (where (${figures('t')}) is not distinct from (${figures('s')})) as unchanged,
            ${whole ? `(select count(*) from admission_statistics t where ${ABSENT})` : '0::bigint'} as removed,
            0::bigint as kept
       from ${MATCHED}`,
  );
  return getCounts(rows);
}

/** An institution bears the name of its newest year in the file. */
export async function applyStatistics(transaction: Knex.Transaction, whole: boolean): Promise<void> {
  if (whole) await transaction.raw(`delete from admission_statistics t where ${ABSENT}`);
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

const FIGURE_CODES = [
  'requirement',
  'planned',
  'admitted',
  'highestScore',
  'averageScore',
  'lowestScore',
  'highestRank',
  'averageRank',
  'lowestRank',
];
const described = (row: string) =>
  `jsonb_build_object(${FIGURES.map((name, index) => `'${FIGURE_CODES[index]}', ${row}.${name}`).join(', ')})`;

/** Writes down which figures go or change. @returns figures that the file concerns */
export async function weighStatistics(transaction: Knex.Transaction, whole: boolean): Promise<number> {
  const subject =
    "concat_ws(' ', concat('[', t.institution_code, ']', i.name), t.year, t.batch_name, t.track_name, nullif(t.group_code, ''), nullif(t.major_name, ''))";
  await transaction.raw(
    `insert into weighed (act, subject, before, after)
     select 'changed', ${subject},
            (select jsonb_object_agg(key, value) from jsonb_each(${described('t')})
              where value is distinct from ${described('s')} -> key),
            (select jsonb_object_agg(key, value) from jsonb_each(${described('s')})
              where value is distinct from ${described('t')} -> key)
       from import_rows s
       join admission_statistics t on ${KEY.map((name) => `t.${name} = s.${name}`).join(' and ')}
       left join admission_institutions i on i.code = t.institution_code
      where (${figures('t')}) is distinct from (${figures('s')})
      order by t.institution_code, t.year`,
  );
  if (whole)
    await transaction.raw(
      `insert into weighed (act, subject, before, after)
       select 'removed', ${subject}, ${described('t')}, '{}' from admission_statistics t
         left join admission_institutions i on i.code = t.institution_code
        where ${ABSENT} order by t.institution_code, t.year`,
    );
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    whole
      ? 'select count(*)::int as count from admission_statistics'
      : `select count(t.year)::int as count from ${MATCHED}`,
  );
  return rows[0]?.count ?? 0;
}

interface ListedStatistics {
  readonly key: string;
  readonly cells: readonly (string | number | null)[];
}

/** The next figures, by institution: all of some institutions. */
export async function listStatisticsPiece(
  db: Knex,
  after: string,
  institutions: number,
): Promise<readonly ListedStatistics[]> {
  return queryPiece(
    db,
    `select t.institution_code as key,
            json_build_array(t.institution_code, coalesce(i.name, t.institution_code), t.year, t.batch_name, t.track_name,
                             ${PART.map((name) => `t.${name}`).join(', ')},
                             ${FIGURES.map((name) => `t.${name}`).join(', ')}) as cells
       from admission_statistics t left join admission_institutions i on i.code = t.institution_code
      where t.institution_code in (select distinct institution_code from admission_statistics
                                    where institution_code > :after order by 1 limit :limit)
      order by t.institution_code, t.year desc, t.batch_name, t.track_name, ${PART.map((name) => `t.${name}`).join(', ')}`,
    { after, limit: institutions },
  );
}
