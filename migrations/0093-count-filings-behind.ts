import type { Knex } from 'knex';
import { CANDIDATES, FACTS, FILINGS, FOLDING } from './0036-create-coverage';
import { PAPERS } from './0039-count-papers';

/*
 * What a candidate has filed is counted behind the act, not in it. Whoever changes something of it leaves a line with
 * the candidate's id, in its own transaction; whoever folds takes the lines away, looks what each of these candidates
 * has filed by then, and moves the counts by the difference to what was counted of them before. So it does not matter
 * how often or in which order lines are written: a line says that something is to be looked at, never what.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(TOUCHING);
  await knex.raw(REGISTERED);
  await knex.raw(FOLDING_BEHIND);
  await knex.raw('select rebuild_coverage()');
}

const TABLES = `
  create table coverage_touched (
    candidate_id bigint not null,
    -- A version that is new, to be counted among the saves of its minute.
    version_id bigint,
    at timestamptz not null default clock_timestamp()
    -- It is written and emptied all day, and read from end to end.
  ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
  -- What was counted of a candidate, and under which place.
  create table coverage_filings (
    candidate_id bigint primary key,
    county_code text not null,
    school_code text not null,
    class_name text not null,
    -- Each a measure and its unit, a space between them.
    facts text[] not null
  ) with (fillfactor = 70);
`;

const TOUCHING = `
  create function touch_filing() returns trigger language plpgsql as $$
  begin
    insert into coverage_touched (candidate_id) values (coalesce(new.candidate_id, old.candidate_id));
    return null;
  end $$;
  create function touch_version() returns trigger language plpgsql as $$
  begin
    insert into coverage_touched (candidate_id, version_id) values (new.candidate_id, new.id);
    return null;
  end $$;

  drop trigger application_versions_counted on application_versions;
  create trigger application_versions_touch after insert on application_versions
    for each row execute function touch_version();

  -- A version that comes into force has left its line as it was written.
  drop trigger application_groups_counted on application_groups;
  drop trigger application_groups_changed on application_groups;
  drop trigger application_groups_drafts on application_groups;
  create trigger application_groups_touch_new after insert on application_groups for each row
    when (new.current_version_id is null) execute function touch_filing();
  create trigger application_groups_touch_changed after update on application_groups for each row
    when (new.current_version_id is not distinct from old.current_version_id) execute function touch_filing();
  create trigger application_groups_touch_gone after delete on application_groups
    for each row execute function touch_filing();

  drop trigger application_drafts_marked on application_drafts;
  drop trigger application_drafts_counted on application_drafts;
  drop trigger application_drafts_changed on application_drafts;
  alter table application_drafts drop column draft_only;
  create trigger application_drafts_touch after insert or delete on application_drafts
    for each row execute function touch_filing();

  drop trigger form_prints_counted on form_prints;
  create trigger form_prints_touch after insert on form_prints for each row
    when (new.print_number = 1) execute function touch_filing();
  drop trigger form_receipts_counted on form_receipts;
  drop trigger form_receipts_undone on form_receipts;
  create trigger form_receipts_touch after insert or update on form_receipts
    for each row execute function touch_filing();

  drop function count_saves, count_new_groups, count_changed_group, mark_other_drafts, mark_draft, count_draft,
    count_prints, count_receipt;
`;

const REGISTERED = `
  create or replace function list_candidate_coverage(candidate bigint, kind text)
  returns table (measure text, unit text) language sql stable as $$
    select 'registered', kind
    union all
    select 'signedIn', kind from coverage_candidates where candidate_id = candidate and signed_in
    union all
    select 'factor', kind from coverage_candidates where candidate_id = candidate and has_factor
  $$;

  create or replace function count_moved_candidate() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select old.county_code, old.school_code, old.class_name, measure, unit, -1
        from list_candidate_coverage(old.id, old.kind)
      union all
      select new.county_code, new.school_code, new.class_name, measure, unit, 1
        from list_candidate_coverage(new.id, new.kind);
    insert into coverage_touched (candidate_id) values (new.id);
    return null;
  end $$;

  create or replace function count_gone_candidate() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select old.county_code, old.school_code, old.class_name, measure, unit, -1
        from list_candidate_coverage(old.id, old.kind);
    delete from coverage_candidates where candidate_id = old.id;
    insert into coverage_touched (candidate_id) values (old.id);
    return null;
  end $$;
`;

const FOLDING_BEHIND = `
  create function list_filing_coverage(candidate bigint)
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

  -- Takes so many lines, looks at their candidates, and moves the counts by the difference.
  create function fold_filings(most integer) returns void language plpgsql as $$
  begin
    with taken as (
      delete from coverage_touched where ctid in (select ctid from coverage_touched limit most)
      returning candidate_id, version_id
    ), touched as (
      select distinct candidate_id from taken
    ), before as (
      select f.* from touched join coverage_filings f using (candidate_id)
    ), now as materialized (
      select c.id as candidate_id, c.county_code, c.school_code, c.class_name, array(
               select distinct f.measure || ' ' || f.unit from list_filing_coverage(c.id) f order by 1) as facts
        from touched join candidates c on c.id = touched.candidate_id
    ), kept as (
      insert into coverage_filings as known select * from now where facts <> '{}'
      on conflict (candidate_id) do update
        set county_code = excluded.county_code, school_code = excluded.school_code,
            class_name = excluded.class_name, facts = excluded.facts
        where (known.county_code, known.school_code, known.class_name, known.facts)
          is distinct from (excluded.county_code, excluded.school_code, excluded.class_name, excluded.facts)
    ), gone as (
      delete from coverage_filings f using before
       where f.candidate_id = before.candidate_id and not exists (
         select from now where now.candidate_id = f.candidate_id and now.facts <> '{}')
    ), minutes as (
      insert into coverage_minutes as known (batch_code, county_code, school_code, minute, saves, first_saves)
        select v.batch_code, l.county_code, l.school_code, date_trunc('minute', v.saved_at),
               count(*), count(*) filter (where v.ordinal = 1)
          from taken join application_versions v on v.id = taken.version_id
          join candidates c on c.id = v.candidate_id
         cross join lateral (values
            ('', ''), (c.county_code, ''), (c.county_code, c.school_code)) as l (county_code, school_code)
         where v.actor_kind in ('candidate', 'paper')
         group by 1, 2, 3, 4
      on conflict (batch_code, county_code, school_code, minute)
        do update set saves = known.saves + excluded.saves, first_saves = known.first_saves + excluded.first_saves
    )
    insert into coverage_deltas (county_code, school_code, class_name, measure, unit, change)
      select county_code, school_code, class_name, split_part(fact, ' ', 1), split_part(fact, ' ', 2), sum(change)
        from (
          select county_code, school_code, class_name, unnest(facts) as fact, -1 as change from before
          union all
          select county_code, school_code, class_name, unnest(facts), 1 from now
        ) changes
       group by 1, 2, 3, 4, 5 having sum(change) <> 0;
  end $$;

  drop function fold_coverage;
  -- One at a time; whoever comes second leaves it to the first. Null: another is at it; else whether all was taken.
  create function fold_coverage() returns boolean language plpgsql as $$
  begin
    if not pg_try_advisory_xact_lock(4210736) then return null; end if;
    perform from coverage_touched limit 1;
    if found then perform fold_filings(5000); end if;
    perform from coverage_deltas limit 1;
    if found then
      with taken as (delete from coverage_deltas returning *)
      insert into coverage_counts as known (level, unit, county_code, school_code, class_name, measure, count)
        select l.level, t.unit, t.county_code, l.school_code, l.class_name, t.measure, sum(t.change)
          from taken t cross join lateral (values
            ('county', '', ''), ('school', t.school_code, ''), ('class', t.school_code, t.class_name)
          ) as l (level, school_code, class_name)
         group by 1, 2, 3, 4, 5, 6 having sum(t.change) <> 0
        on conflict (level, unit, county_code, school_code, class_name, measure)
          do update set count = known.count + excluded.count;
    end if;
    return not exists (select from coverage_touched);
  end $$;

  -- Counts everything anew. Whoever changes something meanwhile waits, so that nothing is counted twice or left out.
  create or replace function rebuild_coverage() returns void language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(4210736);
    lock table coverage_touched, coverage_deltas in access exclusive mode;
    delete from coverage_touched;
    delete from coverage_deltas;
    delete from coverage_filings;
    delete from coverage_counts;
    delete from coverage_minutes;
    delete from coverage_candidates;
    insert into coverage_candidates
      select * from (
        select c.id,
               exists (select from sign_ins s where s.candidate_id = c.id and s.outcome in ('signedIn', 'firstSignIn')) as signed_in,
               c.phone_cipher is not null or coalesce(
                 k.totp_secret_cipher is not null or k.wechat_open_id_cipher is not null, false) as has_factor
          from candidates c left join credentials k on k.candidate_id = c.id
      ) found where signed_in or has_factor;
    insert into coverage_deltas
      select county_code, school_code, class_name, 'registered', kind, count(*) from candidates group by 1, 2, 3, 5;
    insert into coverage_touched (candidate_id, version_id) select candidate_id, id from application_versions;
    insert into coverage_touched (candidate_id)
      select candidate_id from application_groups union select candidate_id from application_drafts;
    perform fold_filings(null);
    perform fold_coverage();
  end $$;

  drop table coverage_ticks;
`;

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger application_versions_touch on application_versions;
    drop trigger application_groups_touch_new on application_groups;
    drop trigger application_groups_touch_changed on application_groups;
    drop trigger application_groups_touch_gone on application_groups;
    drop trigger application_drafts_touch on application_drafts;
    drop trigger form_prints_touch on form_prints;
    drop trigger form_receipts_touch on form_receipts;
    drop function fold_coverage, fold_filings, list_filing_coverage, touch_version, touch_filing;
    drop table coverage_filings, coverage_touched;
    create table coverage_ticks (
      batch_code text not null,
      county_code text not null,
      school_code text not null,
      minute timestamptz not null,
      saves bigint not null,
      first_saves bigint not null
    );
    alter table application_drafts add column draft_only boolean not null default true;
  `);
  const asBefore = (sql: string) =>
    sql
      .replaceAll('create function', 'create or replace function')
      .replaceAll('create trigger', 'create or replace trigger')
      .replaceAll("v.actor_kind = 'candidate'", "v.actor_kind in ('candidate', 'paper')");
  // What 0039 made of it stands.
  const [, candidateFacts = ''] = FACTS.split('create function list_candidate_coverage');
  await knex.raw(asBefore(`create function list_candidate_coverage${candidateFacts}`));
  for (const sql of [CANDIDATES, FILINGS, PAPERS, FOLDING]) await knex.raw(asBefore(sql));
  await knex.raw('select rebuild_coverage()');
}
