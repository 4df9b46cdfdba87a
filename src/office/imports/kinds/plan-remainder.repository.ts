import type { Knex } from 'knex';
import type { Remainder } from '../kind';
import type { TableCheck } from '../writing/table-check.repository';

/** The row of the former plan of which places are left: the same codes, open to each 科类 of the remaining one. */
const SAME = `t.year = ? and t.batch_code = ? and t.audience = s.audience
   and t.institution_code = s.institution_code and t.group_code = s.group_code and t.major_code = s.major_code
   and t.post_code = s.post_code and s.tracks <@ t.tracks
   and (t.major_code <> '' or s.major_name = '' or t.major_name = s.major_name)`;

/** Subjects as a list writes them: 化学和生物学. */
const REQUIREMENT = `case when cardinality(g.subjects) is null or cardinality(g.subjects) = 0 then '不限'
  else array_to_string(g.subjects, case g.subject_mode when 'any' then '或' else '和' end) end`;

/**
 * Gives remaining places everything that the plan says of them: names, fees, 选科 and other conditions. A list of what
 * is left tells codes and numbers, and a condition that it does not repeat holds all the same.
 */
export async function inheritPlan(
  transaction: Knex.Transaction,
  year: number,
  { base }: Remainder,
  saysType: boolean,
): Promise<void> {
  await transaction.raw(
    `update import_rows s
        set major_name = coalesce(nullif(s.major_name, ''), t.major_name),
            category = coalesce(nullif(s.category, ''), t.category),
            plan_type = ${saysType ? 's.plan_type' : 't.plan_type'},
            tuition_yuan = coalesce(s.tuition_yuan, t.tuition_yuan),
            length_years = coalesce(s.length_years, t.length_years),
            note = coalesce(nullif(s.note, ''), t.note),
            restrictions = (select coalesce(json_agg(one.condition order by one.place), '[]'::json)
                              from (select distinct on (condition) condition, place
                                      from jsonb_array_elements(t.restrictions::jsonb || s.restrictions::jsonb)
                                           with ordinality as listed (condition, place)
                                     order by condition, place) one),
            group_name = coalesce(s.group_name, g.name),
            group_note = coalesce(s.group_note, g.note),
            group_requirement = coalesce(s.group_requirement, case when s.group_code <> '' then ${REQUIREMENT} end)
       from plan_entries t
       left join plan_groups g on g.year = t.year and g.batch_code = t.batch_code
        and g.institution_code = t.institution_code and g.code = t.group_code and g.track = any(t.tracks)
      where ${SAME} and (g.track is null or g.track = any(s.tracks))`,
    [year, base.code],
  );
}

/** A row that the former plan does not have, and more places than it had. */
export function listRemainderChecks({ base }: Remainder, year: number): readonly TableCheck[] {
  const bindings = [year, base.code];
  return [
    {
      column: 'major',
      code: 'notInBase',
      sql: `select s.row_number, concat_ws(' ', s.institution_code, nullif(s.group_code, ''), nullif(s.major_code, '')) as found,
                   ? as expected
              from import_rows s where not exists (select from plan_entries t where ${SAME})
             order by s.row_number`,
      bindings: [base.name, ...bindings],
    },
    {
      column: 'quota',
      code: 'moreThanPlanned',
      doubt: true,
      sql: `select s.row_number, s.quota::text as found, max(t.quota)::text as expected
              from import_rows s join plan_entries t on ${SAME}
             group by s.row_number, s.quota having s.quota > max(t.quota) order by s.row_number`,
      bindings,
    },
  ];
}
