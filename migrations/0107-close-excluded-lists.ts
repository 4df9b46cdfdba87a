import type { Knex } from 'knex';

/*
 * A save closes lists of other groups that its batch excludes by a pair. Their rows hold no version any more, and keep
 * their counts; which lists were closed, and by which save, stands in the version that did it and in its check value.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- [[group, ordinal], …] by the order of the groups; null where nothing was closed.
    alter table application_versions add column closes json;
    create index application_versions_closing on application_versions (candidate_id) where closes is not null;

    -- Locks the row of a group and those whose lists are to be closed, in the order of their codes, whoever asks: and
    -- says whether each still holds the version that is to be closed.
    create function hold_lists(candidate bigint, own text, groups text[], versions bigint[])
    returns boolean language plpgsql volatile as $$
    begin
      perform from application_groups g
        where g.candidate_id = candidate and (g.group_code = own or g.group_code = any (groups))
        order by g.group_code for no key update;
      return (
        select count(*) = cardinality(groups)
          from unnest(groups, versions) as shut (code, version)
          join application_groups g on g.candidate_id = candidate and g.group_code = shut.code
            and g.current_version_id = shut.version);
    end $$;

    -- When a version was closed; null where it was not.
    create function find_closing(candidate bigint, closed_group text, closed_ordinal integer)
    returns timestamptz language sql stable as $$
      select min(v.saved_at) from application_versions v
       where v.candidate_id = candidate and v.closes is not null
         and v.closes::jsonb @> jsonb_build_array(jsonb_build_array(closed_group, closed_ordinal))
    $$;
  `);
  await knex.raw(ELSEWHERE);
}

/*
 * 填报进度 counts each candidate once who holds something that excludes a batch. Two of those may be held together, so
 * their own counts do not add up: the database has to know the pairs of the pack in force.
 */
const ELSEWHERE = `
  -- Both ways; with the fellows of an exclusive group, for batches that have pairs.
  create table batch_exclusions (
    batch_code text not null,
    other_code text not null,
    primary key (batch_code, other_code)
  );

  -- Of the pack in force.
  create function list_exclusions() returns table (batch_code text, other_code text) language sql stable as $$
    with batches as (
      select b ->> 'code' as code, b ->> 'exclusiveGroup' as fellows, b -> 'excludes' as excludes
        from rule_packs, json_array_elements(body -> 'batches') as b where active
    ), named as (
      select code, json_array_elements_text(excludes) as other from batches where excludes is not null
    ), pairs as (
      select code, other from named union select other, code from named
    )
    select code, other from pairs
    union
    select one.code, other.code from batches one
      join batches other on other.fellows = one.fellows and other.code <> one.code
     where one.code in (select code from pairs)
  $$;

  create function note_exclusions() returns trigger language plpgsql as $$
  begin
    insert into coverage_touched (candidate_id)
      select distinct g.candidate_id from application_groups g
       where g.current_batch_code in (
         select other_code from (
           (select * from batch_exclusions except select * from list_exclusions()) union all
           (select * from list_exclusions() except select * from batch_exclusions)) as changed);
    delete from batch_exclusions;
    insert into batch_exclusions select * from list_exclusions();
    return null;
  end $$;
  create trigger rule_packs_exclusions after insert or update or delete on rule_packs
    for each statement execute function note_exclusions();

  create or replace function list_filing_coverage(candidate bigint)
  returns table (measure text, unit text) language sql stable as $$
    select f.measure, f.unit from application_groups g
      cross join lateral list_group_coverage(g.group_code, g.current_batch_code, g.saves_used, g.current_version_id, g.abandoned_at) f
     where g.candidate_id = candidate
    union all
    -- What is in force excludes the batch.
    select distinct 'elsewhere', x.batch_code from application_groups g
      join batch_exclusions x on x.other_code = g.current_batch_code
     where g.candidate_id = candidate and g.abandoned_at is null
    union all
    -- A draft is all there is where its batch is not in force.
    select 'draft', d.batch_code from application_drafts d
     where d.candidate_id = candidate and not exists (select from application_groups g
       where g.candidate_id = candidate and g.current_batch_code = d.batch_code)
  $$;
`;

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger rule_packs_exclusions on rule_packs;
    drop function note_exclusions, list_exclusions;
    create or replace function list_filing_coverage(candidate bigint)
    returns table (measure text, unit text) language sql stable as $$
      select f.measure, f.unit from application_groups g
        cross join lateral list_group_coverage(g.group_code, g.current_batch_code, g.saves_used, g.current_version_id, g.abandoned_at) f
       where g.candidate_id = candidate
      union all
      -- A draft is all there is where its batch is not in force.
      select 'draft', d.batch_code from application_drafts d
       where d.candidate_id = candidate and not exists (select from application_groups g
         where g.candidate_id = candidate and g.current_batch_code = d.batch_code)
    $$;
    drop table batch_exclusions;
    drop function find_closing, hold_lists;
    alter table application_versions drop column closes;
  `);
}
