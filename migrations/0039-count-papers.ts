import type { Knex } from 'knex';

/** The board counts lists in force that were printed, and undertakings that were received. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(LISTING_WITH_PAPERS);
  await knex.raw(PAPERS);
  await knex.raw('select rebuild_coverage()');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger form_prints_counted on form_prints;
    drop trigger form_receipts_counted on form_receipts;
    drop trigger form_receipts_undone on form_receipts;
    drop function count_receipt, count_prints;
  `);
  await knex.raw(LISTING);
  await knex.raw('select rebuild_coverage()');
}

export const PAPERS = `
    -- The group's row is held: a save that puts another version in force meanwhile waits, or is seen.
    create function count_prints() returns trigger language plpgsql as $$
    begin
      with held as (
        select g.candidate_id, g.current_batch_code
          from new_rows p join application_groups g
            on g.candidate_id = p.candidate_id and g.current_version_id = p.version_id
         where p.print_number = 1 and g.abandoned_at is null
         order by g.candidate_id
           for share of g
      )
      insert into coverage_deltas
        select c.county_code, c.school_code, c.class_name, 'printed', h.current_batch_code, count(*)
          from held h join candidates c on c.id = h.candidate_id group by 1, 2, 3, 5;
      return null;
    end $$;
    create trigger form_prints_counted after insert on form_prints
      referencing new table as new_rows for each statement execute function count_prints();

    create function count_receipt() returns trigger language plpgsql as $$
    begin
      with held as (
        select g.candidate_id, g.current_batch_code
          from application_groups g join application_versions v on v.id = g.current_version_id
         where g.candidate_id = new.candidate_id and g.current_version_id = new.version_id
           and g.abandoned_at is null and position('"planType":' in v.canonical_body) > 0
           for share of g
      )
      insert into coverage_deltas
        select c.county_code, c.school_code, c.class_name, 'received', h.current_batch_code,
               case tg_op when 'INSERT' then 1 else -1 end
          from held h join candidates c on c.id = h.candidate_id;
      return null;
    end $$;
    create trigger form_receipts_counted after insert on form_receipts for each row
      when (new.kind = 'undertaking' and new.undone_at is null) execute function count_receipt();
    create trigger form_receipts_undone after update on form_receipts for each row
      when (new.kind = 'undertaking' and old.undone_at is null and new.undone_at is not null)
      execute function count_receipt();
`;

const HEAD = `
  create or replace function list_group_coverage(
    group_code text, batch_code text, saves integer, version_id bigint, abandoned_at timestamptz)
  returns table (measure text, unit text) language sql stable as $$
    select 'abandoned', group_code where abandoned_at is not null
    union all
    select 'saved' || saves, batch_code where abandoned_at is null and version_id is not null
    union all
    -- Told in the body only where the pack asks for an undertaking.
    select 'asked', batch_code from application_versions v
     where v.id = version_id and abandoned_at is null and position('"planType":' in v.canonical_body) > 0`;

const LISTING = `${HEAD} $$`;

const LISTING_WITH_PAPERS = `${HEAD}
    union all
    select 'received', batch_code from application_versions v
     where v.id = version_id and abandoned_at is null and position('"planType":' in v.canonical_body) > 0
       and exists (select from form_receipts r
                    where r.version_id = v.id and r.kind = 'undertaking' and r.undone_at is null)
    union all
    select 'printed', batch_code
     where abandoned_at is null and exists (
       select from form_prints p where p.version_id = list_group_coverage.version_id)
  $$`;
