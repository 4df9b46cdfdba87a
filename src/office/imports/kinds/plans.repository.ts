import type { Knex } from 'knex';
import type { Condition } from '../../../rules/pack/rule-pack';
import type { ImportCounts, ListExtent } from '../kind';
import type { StagingColumn } from '../writing/copy-line';
import type { TableCheck } from '../writing/table-check.repository';
import { getCounts } from './institutions.repository';
import { applyGroups, groupChanges, groupStaging, weighGroups } from './plan-groups.repository';
import { queryPiece } from './read-pieces.repository';

const rowStaging: readonly StagingColumn[] = [
  ['batch_code', 'text'],
  ['tracks', 'text[]'],
  ['audience', 'text'],
  ['institution_code', 'text'],
  ['group_code', 'text'],
  ['major_code', 'text'],
  ['major_name', 'text'],
  ['post_code', 'text'],
  ['category', 'text'],
  ['plan_type', 'text'],
  ['quota', 'integer'],
  ['tuition_yuan', 'integer'],
  ['length_years', 'numeric(3, 1)'],
  ['note', 'text'],
  ['restrictions', 'json'],
];

/** What a row says of its institution; '' leaves it as it is. */
const schoolStaging: readonly StagingColumn[] = [
  ['ownership', 'text'],
  ['school_type', 'text'],
];

export const planStaging: readonly StagingColumn[] = [...rowStaging, ...groupStaging, ...schoolStaging];

/** Columns of the plan rows themselves. */
const COLUMNS = rowStaging.map(([name]) => name);
/** What makes a row the same row in the year's plan. */
const KEY = ['batch_code', 'tracks', 'audience', 'institution_code', 'group_code', 'major_code', 'post_code'];
/** Where choices are institutions alone, several rows of one institution differ by 专业 name. */
const NAMED_KEY = [...KEY, "case when major_code = '' then major_name else '' end"];

const keyOf = (row: string) =>
  NAMED_KEY.map((part) => part.replace(/\b(\w+_code|major_name|tracks|audience)\b/g, `${row}.$1`));
const sameKey = keyOf('s')
  .map((part, index) => `${part} = ${keyOf('t')[index]}`)
  .join(' and ');
const values = (row: string) =>
  ['major_name', 'category', 'plan_type', 'quota', 'tuition_yuan', 'length_years', 'note', 'restrictions']
    .map((name) => (name === 'restrictions' ? `${row}.${name}::jsonb` : `${row}.${name}`))
    .join(', ');
const DIFFERS = `(${values('t')}) is distinct from (${values('s')})`;
/** Whether a row says another 办学性质 or 院校类型 than its institution `i` has. */
const SCHOOL_DIFFERS = `(s.ownership <> '' and s.ownership <> i.ownership
  or s.school_type <> '' and s.school_type <> i.school_type)`;
/** A row changes with its group and its institution too. */
const CHANGES = `(${DIFFERS} or ${groupChanges('s')} or exists (select from institutions i
  where i.year = :year and i.code = s.institution_code and ${SCHOOL_DIFFERS}))`;
const CONCERNED = 't.year = :year and t.batch_code in (select batch_code from import_rows)';

/** A 专业代号 twice in a batch, 科类, audience and institution (domain §3). */
const repeatedMajor: TableCheck = {
  column: 'major',
  code: 'repeated',
  sql: `select distinct on (row_number) row_number, major_code as found, first::text as expected
          from (select row_number, major_code,
                       min(row_number) over (partition by batch_code, track, audience, institution_code, group_code,
                                             major_code, post_code, case when major_code = '' then major_name end) as first
                  from import_rows cross join unnest(tracks) as track) ranked
         where row_number > first
         order by row_number, first`,
};

/** An institution is of one 办学性质 and one 院校类型, whatever is taught in it. */
const checkSchool = (column: 'ownership' | 'schoolType', field: 'ownership' | 'school_type'): TableCheck => ({
  column,
  code: 'otherInInstitution',
  sql: `select row_number, ${field} as found, concat(first_row, '行“', first, '”') as expected
          from (select row_number, ${field}, first_value(${field}) over own as first,
                       first_value(row_number) over own as first_row
                  from import_rows where ${field} <> ''
                window own as (partition by institution_code order by row_number)) said
         where ${field} <> first order by row_number`,
});

export const planChecks: readonly TableCheck[] = [
  repeatedMajor,
  checkSchool('ownership', 'ownership'),
  checkSchool('schoolType', 'school_type'),
];

/** Counts by rows, those of changed groups among them. To be called behind `gatherGroups`. */
export async function countPlans(transaction: Knex.Transaction, year: number): Promise<ImportCounts> {
  const { rows } = await transaction.raw<{ rows: ImportCounts[] }>(
    `select count(*) filter (where t.id is null) as added,
            count(*) filter (where t.id is not null and ${CHANGES}) as changed,
            count(*) filter (where t.id is not null and not ${CHANGES}) as unchanged,
            (select count(*) from plan_entries t where ${CONCERNED}
                and not exists (select from import_rows s where ${sameKey})) as removed,
            0::bigint as kept
       from import_rows s left join plan_entries t on t.year = :year and ${sameKey}`,
    { year },
  );
  return getCounts(rows);
}

/** Replaces the plan of the batches in the file: rows keep the order in which they were published. */
export async function applyPlans(transaction: Knex.Transaction, year: number): Promise<void> {
  const { added, changed, removed } = await countPlans(transaction, year);
  if (added + changed + removed === 0) return;
  await transaction.raw(`delete from plan_entries t where ${CONCERNED}`, { year });
  await transaction.raw(
    `insert into plan_entries (year, ${COLUMNS.join(', ')})
     select :year, ${COLUMNS.join(', ')} from import_rows order by row_number`,
    { year },
  );
  await applyGroups(transaction, year);
  await transaction.raw(
    `update institutions i set ownership = coalesce(nullif(s.ownership, ''), i.ownership),
            school_type = coalesce(nullif(s.school_type, ''), i.school_type)
       from (select institution_code, max(ownership) as ownership, max(school_type) as school_type
               from import_rows group by 1) s
      where i.year = :year and i.code = s.institution_code and ${SCHOOL_DIFFERS}`,
    { year },
  );
}

/** A plan row with the name of its institution, and its place in the list. */
export interface ListedPlanRow {
  readonly key: number;
  readonly batch: string;
  readonly tracks: readonly string[];
  readonly audience: string;
  readonly institution: string;
  readonly institutionName: string;
  readonly group: string;
  readonly major: string;
  readonly majorName: string;
  readonly post: string;
  readonly category: string;
  readonly planType: string;
  readonly quota: number;
  readonly tuition: number | null;
  readonly length: number | null;
  readonly note: string;
  readonly restrictions: readonly Condition[];
  readonly ownership: string;
  readonly schoolType: string;
}

/** The next rows of a year's plan, in the order in which they were published. */
export function listPlanPiece(
  db: Knex,
  year: number,
  extent: ListExtent,
  after: number,
  limit: number,
): Promise<readonly ListedPlanRow[]> {
  return queryPiece(
    db,
    `select t.id as key, t.batch_code as batch, t.tracks, t.audience, t.institution_code as institution,
            coalesce(i.name, '') as "institutionName", coalesce(i.ownership, '') as ownership,
            coalesce(i.school_type, '') as "schoolType", t.group_code as "group", t.major_code as major,
            t.major_name as "majorName", t.post_code as post, t.category, t.plan_type as "planType", t.quota,
            t.tuition_yuan as tuition, t.length_years as length, t.note, t.restrictions
       from plan_entries t left join institutions i on i.year = t.year and i.code = t.institution_code
      where ${extent === 'staged' ? CONCERNED : 't.year = :year'} and t.id > :after
      order by t.id limit :limit`,
    { year, after, limit },
  );
}

/** Values of a row by the codes of the columns, for telling what differs. */
const described = (row: string) =>
  `jsonb_build_object('majorName', ${row}.major_name, 'category', ${row}.category, 'planType', ${row}.plan_type,
     'quota', ${row}.quota, 'tuition', ${row}.tuition_yuan, 'length', ${row}.length_years, 'note', ${row}.note,
     'conditions', ${row}.restrictions::jsonb, 'tracks', to_jsonb(${row}.tracks))`;

/**
 * What a file does to the rows that stand, told apart by 科类: a row of two 科类 that becomes two rows of one each is no
 * change for anybody. `gone`, `differing`: the 科类 in which a row is not there any more, or says something else.
 */
const MATCHED_TRACKS = `
  select t.id, array_agg(u.track) filter (where s.row_number is null) as gone, count(*) as tracks,
         array_agg(u.track) filter (where ${DIFFERS} and s.row_number is not null) as differing,
         min(s.row_number) filter (where ${DIFFERS}) as other, min(s.row_number) as first
    from plan_entries t cross join unnest(t.tracks) as u (track)
    left join import_rows s on s.batch_code = t.batch_code and s.institution_code = t.institution_code
     and s.audience = t.audience and s.group_code = t.group_code and s.major_code = t.major_code
     and s.post_code = t.post_code and u.track = any(s.tracks)
     and (t.major_code <> '' or s.major_name = t.major_name)
   where ${CONCERNED}
   group by t.id`;

/** Writes down what a plan list does to the rows that stand, and which filed lists hold them. @returns rows that stand */
export async function weighPlans(
  transaction: Knex.Transaction,
  year: number,
  audienceFacts: Readonly<Record<string, string>>,
): Promise<number> {
  await transaction.raw(`create temporary table weighed_tracks on commit drop as ${MATCHED_TRACKS}`, {
    year,
  });
  await transaction.raw(
    `insert into weighed (act, subject, before, after, ref)
     select case when cardinality(m.gone) = m.tracks then 'removed' else 'changed' end,
            concat('[', t.institution_code, ']', i.name, case when t.group_code <> '' then concat(' ', t.group_code) end,
                   case when t.major_code <> '' then concat(' [', t.major_code, ']') else ' ' end, t.major_name,
                   case when t.post_code <> '' then concat(' ', t.post_code) end),
            case when cardinality(m.gone) = m.tracks then described.t
                 else (select jsonb_object_agg(key, value) from jsonb_each(described.t)
                        where value is distinct from described.s -> key) end,
            case when cardinality(m.gone) = m.tracks then '{}'
                 else (select jsonb_object_agg(key, value) from jsonb_each(described.s)
                        where value is distinct from described.t -> key) end,
            t.id
       from weighed_tracks m
       join plan_entries t on t.id = m.id
       left join institutions i on i.year = t.year and i.code = t.institution_code
       left join import_rows s on s.row_number = coalesce(m.other, m.first)
      cross join lateral (select ${described('t')} as t, ${described('s')} as s) described
      where m.gone is not null or m.other is not null
      order by t.id`,
  );
  await transaction.raw(
    `insert into weighed_holders (position, candidate_id, group_code, batch_code, gone)
     select distinct w.position, c.id, g.group_code, g.current_batch_code, coalesce(c.track = any(m.gone), false)
       from (select distinct t.batch_code, t.institution_code from weighed
               join plan_entries t on t.id = ref) named
       join application_groups g on g.current_batch_code = named.batch_code and g.abandoned_at is null
       join application_versions v on v.id = g.current_version_id
        and v.canonical_body like concat('%"code":"', named.institution_code, '"%')
       join candidates c on c.id = g.candidate_id
      cross join lateral jsonb_path_query(v.canonical_body::jsonb,
              '$.sections[*].slots[*] \\? (@.institution.code == $code)',
              jsonb_build_object('code', named.institution_code)) as slot (body)
       join plan_entries t on t.year = :year and t.batch_code = named.batch_code
        and t.institution_code = named.institution_code and slot.body ->> 'group' in (t.group_code, '')
        and c.track = any(t.tracks)
        and t.audience = coalesce(c.facts ->> (cast(:facts as jsonb) ->> named.batch_code), '')
       join weighed w on w.ref = t.id
       join weighed_tracks m on m.id = t.id and (c.track = any(m.gone) or c.track = any(m.differing))
      where t.major_code = '' or exists (
        select from jsonb_array_elements(slot.body -> 'majors') with ordinality as filled (major, place)
         where filled.major ->> 'code' = t.major_code
           and (t.post_code = '' or slot.body -> 'posts' ->> (filled.place::int - 1) = t.post_code))`,
    { year, facts: JSON.stringify(audienceFacts) },
  );
  await weighGroups(transaction, year);
  const { rows } = await transaction.raw<{ rows: { count: number }[] }>(
    `select count(*)::int as count from plan_entries t where ${CONCERNED}`,
    { year },
  );
  return rows[0]?.count ?? 0;
}
