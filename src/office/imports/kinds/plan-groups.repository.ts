import type { Knex } from 'knex';
import type { TableCheck } from '../writing/table-check.repository';

/** What staged rows say of their groups; null where a row says nothing. */
export const groupStaging = [
  ['group_name', 'text'],
  ['group_quota', 'integer'],
  ['group_requirement', 'text'],
  ['group_note', 'text'],
] as const;

/** Of which facts of groups a file has a column; of the others what stands is kept. */
export interface GroupColumns {
  readonly name: boolean;
  readonly quota: boolean;
  readonly requirement: boolean;
  readonly note: boolean;
}

const OF_GROUP = 'batch_code, track, institution_code, group_code';

/** The first row of a group that says something, against a later one that says otherwise. */
function checkSame(column: string, name: (typeof groupStaging)[number][0]): TableCheck {
  return {
    column,
    code: 'otherInGroup',
    sql: `select distinct on (row_number) row_number, said as found, concat(first_row, '行“', first, '”') as expected
            from (select row_number, ${name}::text as said, first_value(${name}::text) over own as first,
                         first_value(row_number) over own as first_row
                    from import_rows cross join unnest(tracks) as u (track)
                   where group_code <> '' and ${name} is not null
                  window own as (partition by ${OF_GROUP} order by row_number)) compared
           where said <> first order by row_number, first_row`,
  };
}

const batchList = (batches: readonly string[]) => batches.map(() => '?').join(', ') || 'null';

/** A group whose rows leave blank what the file has a column for: whether it is 不限 is not to be guessed. */
function checkSaid(batches: readonly string[]): TableCheck {
  return {
    column: 'requirement',
    code: 'missing',
    sql: `select min(row_number) as row_number, '' as found, '' as expected
            from import_rows cross join unnest(tracks) as u (track)
           where group_code <> '' and batch_code in (${batchList(batches)})
           group by ${OF_GROUP} having count(group_requirement) = 0`,
    bindings: batches,
  };
}

/** A group of which neither the file nor the plan as it stands says what it requires. */
function checkKnown(batches: readonly string[], year: number): TableCheck {
  return {
    column: 'group',
    code: 'requirementUnsaid',
    doubt: true,
    sql: `select min(s.row_number) as row_number, '' as found, '' as expected
            from import_rows s cross join unnest(s.tracks) as u (track)
            left join plan_groups g on g.year = ? and g.batch_code = s.batch_code and g.track = u.track
             and g.institution_code = s.institution_code and g.code = s.group_code
           where s.group_code <> '' and g.code is null and s.batch_code in (${batchList(batches)})
           group by s.batch_code, u.track, s.institution_code, s.group_code`,
    bindings: [year, ...batches],
  };
}

const groupSum: TableCheck = {
  column: 'groupQuota',
  code: 'groupSum',
  doubt: true,
  sql: `select min(row_number) as row_number, min(group_quota)::text as found, sum(quota)::text as expected
          from import_rows cross join unnest(tracks) as u (track) where group_code <> ''
         group by ${OF_GROUP} having min(group_quota) <> sum(quota)`,
};

/** @param grouped batches in which a choice names a group */
export function listGroupChecks(
  columns: GroupColumns,
  grouped: readonly string[],
  year: number,
): readonly TableCheck[] {
  return [
    checkSame('groupName', 'group_name'),
    checkSame('groupQuota', 'group_quota'),
    checkSame('requirement', 'group_requirement'),
    checkSame('groupNote', 'group_note'),
    columns.requirement ? checkSaid(grouped) : checkKnown(grouped, year),
    groupSum,
  ];
}

const first = (name: string) =>
  `(array_agg(s.${name} order by s.row_number) filter (where s.${name} is not null))[1]`;
const named = (subjects: string, mode: string) =>
  `case when cardinality(${subjects}) < 2 then coalesce(${subjects}[1], '不限')
        else array_to_string(${subjects}[:cardinality(${subjects}) - 1], '、')
             || case ${mode} when 'any' then '或' else '和' end || ${subjects}[cardinality(${subjects})] end`;
const described = (row: string) =>
  `jsonb_build_object('groupName', ${row}.name, 'groupQuota', ${row}.quota,
     'requirement', ${named(`${row}.subjects`, `${row}.mode`)}, 'groupNote', ${row}.note)`;

/**
 * Makes the groups as a file leaves them (`import_groups`), and of those what becomes another (`changed_groups`, with
 * whether it stood before). Gone with the transaction.
 */
export async function gatherGroups(
  transaction: Knex.Transaction,
  year: number,
  columns: GroupColumns,
): Promise<void> {
  const keep = (has: boolean, said: string, stands: string) => (has ? said : stands);
  const requirement = "string_to_array(regexp_replace(said.requirement, '[和或]', '、', 'g'), '、')";
  await transaction.raw(
    `create temporary table import_groups on commit drop as
       select said.batch_code, said.track, said.institution_code, said.group_code as code, said.plan_types,
              ${keep(columns.name, "coalesce(said.name, '')", "coalesce(t.name, '')")} as name,
              ${keep(columns.quota, 'said.quota', 't.quota')} as quota,
              ${keep(
                columns.requirement,
                "case when said.requirement like '%或%' then 'any' else 'all' end",
                "coalesce(t.subject_mode, 'all')",
              )} as mode,
              ${keep(
                columns.requirement,
                `case when coalesce(said.requirement, '不限') = '不限' then '{}'::text[] else ${requirement} end`,
                "coalesce(t.subjects, '{}')",
              )} as subjects,
              ${keep(columns.note, "coalesce(said.note, '')", "coalesce(t.note, '')")} as note
         from (select s.batch_code, u.track, s.institution_code, s.group_code, ${first('group_name')} as name,
                      ${first('group_quota')} as quota, ${first('group_requirement')} as requirement,
                      ${first('group_note')} as note, array_agg(distinct s.plan_type) as plan_types
                 from import_rows s cross join unnest(s.tracks) as u (track)
                where s.group_code <> '' group by 1, 2, 3, 4) said
         left join plan_groups t on t.year = ? and t.batch_code = said.batch_code and t.track = said.track
          and t.institution_code = said.institution_code and t.code = said.group_code`,
    [year],
  );
  await transaction.raw(
    `create temporary table changed_groups on commit drop as
       select s.batch_code, s.track, s.institution_code, s.code, ${described('t')} as before, ${described('s')} as after,
              exists (select from plan_entries e where e.year = ? and e.batch_code = s.batch_code
                       and s.track = any(e.tracks) and e.institution_code = s.institution_code
                       and e.group_code = s.code) as stands
         from import_groups s
         left join plan_groups g on g.year = ? and g.batch_code = s.batch_code and g.track = s.track
          and g.institution_code = s.institution_code and g.code = s.code
        cross join lateral (select coalesce(g.name, '') as name, g.quota, coalesce(g.subject_mode, 'all') as mode,
                                   coalesce(g.subjects, '{}') as subjects, coalesce(g.note, '') as note) t
        where (t.name, t.quota, t.note) is distinct from (s.name, s.quota, s.note)
           or not (t.subjects @> s.subjects and t.subjects <@ s.subjects)
           or (t.mode <> s.mode and cardinality(s.subjects) > 1)`,
    [year, year],
  );
  await transaction.raw('create index on changed_groups (institution_code, code, batch_code)');
}

/** Whether a row's group becomes another by the file; `row` is an alias of staged or standing rows. */
export const groupChanges = (row: string) =>
  `exists (select from changed_groups c where c.institution_code = ${row}.institution_code and c.code = ${row}.group_code
            and c.batch_code = ${row}.batch_code and c.track = any(${row}.tracks))`;

/** Puts the groups of the file in place of those of its batches: those that say something. */
export async function applyGroups(transaction: Knex.Transaction, year: number): Promise<void> {
  await transaction.raw(
    'delete from plan_groups where year = ? and batch_code in (select batch_code from import_rows)',
    [year],
  );
  await transaction.raw(
    `insert into plan_groups (year, batch_code, track, institution_code, code, name, subject_mode, subjects, quota,
                              plan_types, note)
     select ?, batch_code, track, institution_code, code, name, mode, subjects, quota, plan_types, note
       from import_groups where name <> '' or quota is not null or cardinality(subjects) > 0 or note <> ''`,
    [year],
  );
}

/** Writes down which groups that stand become others, and in whose filed lists they stand. */
export async function weighGroups(transaction: Knex.Transaction, year: number): Promise<void> {
  await transaction.raw('alter table changed_groups add column position integer');
  await transaction.raw(
    `with subjects as (
       select c.*, concat('[', c.institution_code, ']', i.name, ' ', coalesce(nullif(c.before ->> 'groupName', ''),
                          concat('第', c.code, '专业组'))) as subject,
              row_number() over (order by c.batch_code, c.institution_code, c.code, c.track) as place
         from changed_groups c left join institutions i on i.year = ? and i.code = c.institution_code
        where c.stands
     ), written as (
       insert into weighed (act, subject, before, after)
       select 'changed', subject,
              (select jsonb_object_agg(key, value) from jsonb_each(before) where value is distinct from after -> key),
              (select jsonb_object_agg(key, value) from jsonb_each(after) where value is distinct from before -> key)
         from subjects order by place
       returning position
     )
     update changed_groups g set position = w.position
       from (select position, row_number() over (order by position) as place from written) w
       join subjects s using (place)
      where (g.batch_code, g.track, g.institution_code, g.code) = (s.batch_code, s.track, s.institution_code, s.code)`,
    [year],
  );
  await transaction.raw(
    `insert into weighed_holders (position, candidate_id, group_code, batch_code)
     select distinct w.position, c.id, g.group_code, g.current_batch_code
       from changed_groups w
       join application_groups g on g.current_batch_code = w.batch_code and g.abandoned_at is null
       join application_versions v on v.id = g.current_version_id
        and v.canonical_body like concat('%"code":"', w.institution_code, '"%')
       join candidates c on c.id = g.candidate_id and c.track = w.track
      cross join lateral jsonb_path_query(v.canonical_body::jsonb,
              '$.sections[*].slots[*] \\? (@.institution.code == $code)',
              jsonb_build_object('code', w.institution_code)) as slot (body)
      where w.position is not null
        and (slot.body ->> 'group' = w.code or slot.body ->> 'group' = '' and exists (
             select from plan_entries e
               join jsonb_array_elements(slot.body -> 'majors') as filled (major) on filled.major ->> 'code' = e.major_code
              where e.year = ? and e.batch_code = w.batch_code and w.track = any(e.tracks)
                and e.institution_code = w.institution_code and e.group_code = w.code))`,
    [year],
  );
}
