import type { Knex } from 'knex';

/*
 * A pack may ask the owner of a list to confirm it finally, with a factor. Which version was confirmed stands by its
 * ordinal, so that a confirmation ends by itself where another version takes its place; what happened stands in
 * group_acts, as 放弃 and given saves do.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table application_groups
      add column confirmed_ordinal integer,
      add column retractions_used integer not null default 0 check (retractions_used >= 0);

    -- 办学性质 (公办, 民办, …) and 院校类型 (综合, 理工, …) as their lists say them; '' where none does.
    alter table institutions
      add column ownership text not null default '',
      add column school_type text not null default '';

    alter table group_acts drop constraint group_acts_kind_check;
    alter table group_acts add constraint group_acts_kind_check
      check (kind in ('abandoned', 'granted', 'confirmed', 'retracted'));
    comment on column group_acts.saves is
      'saves that were given; of a confirmation, and of one taken back, the ordinal of the version; 0 where the group was given up';
  `);
  await knex.raw(FILINGS.replace('/* confirmed */', CONFIRMED));
}

const CONFIRMED = `
    union all
    select 'confirmed', g.current_batch_code from application_groups g
     where g.candidate_id = candidate and g.abandoned_at is null and g.current_version_id is not null
       and g.confirmed_ordinal = g.last_ordinal`;

const FILINGS = `
  create or replace function list_filing_coverage(candidate bigint)
  returns table (measure text, unit text) language sql stable as $$
    select f.measure, f.unit from application_groups g
      cross join lateral list_group_coverage(g.group_code, g.current_batch_code, g.saves_used, g.current_version_id, g.abandoned_at) f
     where g.candidate_id = candidate/* confirmed */
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
  await knex.raw(FILINGS.replace('/* confirmed */', ''));
  await knex.raw(`
    delete from group_acts where kind in ('confirmed', 'retracted');
    alter table group_acts drop constraint group_acts_kind_check;
    alter table group_acts add constraint group_acts_kind_check check (kind in ('abandoned', 'granted'));
    comment on column group_acts.saves is null;
    alter table institutions drop column school_type, drop column ownership;
    alter table application_groups drop column retractions_used, drop column confirmed_ordinal;
  `);
}
