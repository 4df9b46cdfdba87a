import type { Knex } from 'knex';

/*
 * Who has done what, counted as it happens: each change of a candidate's rows leaves lines of +1 and -1 in
 * coverage_deltas, in its own transaction and without waiting for anybody. They are folded into coverage_counts every
 * few seconds; who reads adds up both.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(TABLES);
  await knex.raw(FACTS);
  await knex.raw(CANDIDATES);
  await knex.raw(FACTORS);
  await knex.raw(FILINGS);
  await knex.raw(FOLDING);
  await knex.raw('select rebuild_coverage()');
}

const TABLES = `
  -- unit: the candidate kind of registered, signedIn and factor; the batch of draft, savedN and asked; the group of abandoned.
  create table coverage_counts (
    level text not null check (level in ('county', 'school', 'class')),
    unit text not null,
    county_code text not null,
    school_code text not null,
    class_name text not null,
    measure text not null,
    count bigint not null,
    primary key (level, unit, county_code, school_code, class_name, measure)
  );
  create table coverage_deltas (
    county_code text not null,
    school_code text not null,
    class_name text not null,
    measure text not null,
    unit text not null,
    change bigint not null
  );
  -- Saves by the minute of business time. '' stands for all schools, and for all counties.
  create table coverage_minutes (
    batch_code text not null,
    county_code text not null,
    school_code text not null,
    minute timestamptz not null,
    saves bigint not null,
    first_saves bigint not null,
    primary key (batch_code, county_code, school_code, minute)
  );
  create table coverage_ticks (
    batch_code text not null,
    county_code text not null,
    school_code text not null,
    minute timestamptz not null,
    saves bigint not null,
    first_saves bigint not null
  );
  -- Who has ever signed in, and who has 动态密码, WeChat or a phone bound; no row stands for neither.
  create table coverage_candidates (
    candidate_id bigint primary key,
    signed_in boolean not null default false,
    has_factor boolean not null default false
  );
  -- Whether a draft is all there is: its batch is not in force.
  alter table application_drafts add column draft_only boolean not null default true;
`;

export const FACTS = `
  create function list_group_coverage(group_code text, batch_code text, saves integer, version_id bigint, abandoned_at timestamptz)
  returns table (measure text, unit text) language sql stable as $$
    select 'abandoned', group_code where abandoned_at is not null
    union all
    select 'saved' || saves, batch_code where abandoned_at is null and version_id is not null
    union all
    -- Told in the body only where the pack asks for an undertaking.
    select 'asked', batch_code from application_versions
     where id = version_id and abandoned_at is null and position('"planType":' in canonical_body) > 0
  $$;

  create function list_candidate_coverage(candidate bigint, kind text)
  returns table (measure text, unit text) language sql stable as $$
    select 'registered', kind
    union all
    select 'signedIn', kind from coverage_candidates where candidate_id = candidate and signed_in
    union all
    select 'factor', kind from coverage_candidates where candidate_id = candidate and has_factor
    union all
    select f.measure, f.unit from application_groups g
      cross join lateral list_group_coverage(g.group_code, g.current_batch_code, g.saves_used, g.current_version_id, g.abandoned_at) f
     where g.candidate_id = candidate
    union all
    select 'draft', batch_code from application_drafts where candidate_id = candidate and draft_only
  $$;
`;

export const CANDIDATES = `
  create function count_new_candidates() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select county_code, school_code, class_name, 'registered', kind, count(*) from new_rows group by 1, 2, 3, 5;
    insert into coverage_candidates (candidate_id, has_factor)
      select id, true from new_rows where phone_cipher is not null;
    return null;
  end $$;
  create trigger candidates_counted after insert on candidates
    referencing new table as new_rows for each statement execute function count_new_candidates();

  create function count_moved_candidate() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select old.county_code, old.school_code, old.class_name, measure, unit, -1
        from list_candidate_coverage(old.id, old.kind)
      union all
      select new.county_code, new.school_code, new.class_name, measure, unit, 1
        from list_candidate_coverage(new.id, new.kind);
    return null;
  end $$;
  create trigger candidates_moved after update on candidates for each row
    when ((old.county_code, old.school_code, old.class_name, old.kind)
      is distinct from (new.county_code, new.school_code, new.class_name, new.kind))
    execute function count_moved_candidate();

  create function count_gone_candidate() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select old.county_code, old.school_code, old.class_name, measure, unit, -1
        from list_candidate_coverage(old.id, old.kind);
    delete from coverage_candidates where candidate_id = old.id;
    return null;
  end $$;
  create trigger candidates_gone after delete on candidates for each row execute function count_gone_candidate();
`;

const FACTORS = `
  create function count_marks() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select c.county_code, c.school_code, c.class_name, m.measure, c.kind, sum(m.change)
        from (
          select candidate_id, 'signedIn' as measure, 1 as change from new_rows where signed_in
          union all select candidate_id, 'factor', 1 from new_rows where has_factor
        ) m join candidates c on c.id = m.candidate_id
       group by 1, 2, 3, 4, 5;
    return null;
  end $$;
  create trigger coverage_candidates_counted after insert on coverage_candidates
    referencing new table as new_rows for each statement execute function count_marks();

  create function count_changed_marks() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select c.county_code, c.school_code, c.class_name, m.measure, c.kind, m.change
        from (values ('signedIn', new.signed_in::int - old.signed_in::int),
                     ('factor', new.has_factor::int - old.has_factor::int)) as m (measure, change),
             candidates c
       where c.id = new.candidate_id and m.change <> 0;
    return null;
  end $$;
  create trigger coverage_candidates_changed after update on coverage_candidates
    for each row execute function count_changed_marks();

  create function mark_sign_ins() returns trigger language plpgsql as $$
  begin
    insert into coverage_candidates as known (candidate_id, signed_in)
      select distinct candidate_id, true from new_rows
       where candidate_id is not null and outcome in ('signedIn', 'firstSignIn')
       order by 1
      on conflict (candidate_id) do update set signed_in = true where not known.signed_in;
    return null;
  end $$;
  create trigger sign_ins_marked after insert on sign_ins
    referencing new table as new_rows for each statement execute function mark_sign_ins();

  create function mark_factor(candidate bigint) returns void language sql as $$
    insert into coverage_candidates as known (candidate_id, has_factor)
      select c.id, c.phone_cipher is not null or coalesce(
               k.totp_secret_cipher is not null or k.wechat_open_id_cipher is not null, false)
        from candidates c left join credentials k on k.candidate_id = c.id where c.id = candidate
      on conflict (candidate_id) do update set has_factor = excluded.has_factor
        where known.has_factor <> excluded.has_factor
  $$;
  create function mark_phone() returns trigger language plpgsql as $$
  begin
    perform mark_factor(new.id);
    return null;
  end $$;
  create trigger candidates_phone_marked after update on candidates for each row
    when ((old.phone_cipher is null) <> (new.phone_cipher is null)) execute function mark_phone();

  create function mark_credential() returns trigger language plpgsql as $$
  begin
    perform mark_factor(new.candidate_id);
    return null;
  end $$;
  create trigger credentials_marked after insert on credentials for each row
    when (new.totp_secret_cipher is not null or new.wechat_open_id_cipher is not null)
    execute function mark_credential();
  create trigger credentials_changed after update on credentials for each row
    when ((old.totp_secret_cipher is null) <> (new.totp_secret_cipher is null)
       or (old.wechat_open_id_cipher is null) <> (new.wechat_open_id_cipher is null))
    execute function mark_credential();
`;

export const FILINGS = `
  create function count_new_groups() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select c.county_code, c.school_code, c.class_name, f.measure, f.unit, count(*)
        from new_rows g join candidates c on c.id = g.candidate_id
        cross join lateral list_group_coverage(g.group_code, g.current_batch_code, g.saves_used, g.current_version_id, g.abandoned_at) f
       group by 1, 2, 3, 4, 5;
    return null;
  end $$;
  create trigger application_groups_counted after insert on application_groups
    referencing new table as new_rows for each statement execute function count_new_groups();

  create function count_changed_group() returns trigger language plpgsql as $$
  begin
    insert into coverage_deltas
      select c.county_code, c.school_code, c.class_name, f.measure, f.unit, sum(f.change)
        from candidates c, (
          select measure, unit, -1 as change from list_group_coverage(
            old.group_code, old.current_batch_code, old.saves_used, old.current_version_id, old.abandoned_at)
           where tg_op in ('UPDATE', 'DELETE')
          union all
          select measure, unit, 1 from list_group_coverage(
            new.group_code, new.current_batch_code, new.saves_used, new.current_version_id, new.abandoned_at)
           where tg_op = 'UPDATE'
        ) f
       where c.id = coalesce(new.candidate_id, old.candidate_id)
       group by 1, 2, 3, 4, 5 having sum(f.change) <> 0;
    return null;
  end $$;
  create trigger application_groups_changed after update or delete on application_groups
    for each row execute function count_changed_group();

  -- At the end of the transaction: a save holds its own draft until its form is closed.
  create function mark_other_drafts() returns trigger language plpgsql as $$
  begin
    update application_drafts d set draft_only = d.batch_code is distinct from new.current_batch_code
     where d.candidate_id = new.candidate_id and d.batch_code in (old.current_batch_code, new.current_batch_code)
       and d.draft_only is distinct from (d.batch_code is distinct from new.current_batch_code);
    return null;
  end $$;
  create constraint trigger application_groups_drafts after update on application_groups
    deferrable initially deferred for each row
    when (old.current_batch_code is distinct from new.current_batch_code) execute function mark_other_drafts();

  create function mark_draft() returns trigger language plpgsql as $$
  begin
    new.draft_only := not exists (select from application_groups g
      where g.candidate_id = new.candidate_id and g.current_batch_code = new.batch_code);
    return new;
  end $$;
  create trigger application_drafts_marked before insert on application_drafts
    for each row execute function mark_draft();

  create function count_draft() returns trigger language plpgsql as $$
  declare
    change bigint := 0;
  begin
    if tg_op <> 'INSERT' and old.draft_only then change := change - 1; end if;
    if tg_op <> 'DELETE' and new.draft_only then change := change + 1; end if;
    if change <> 0 then
      insert into coverage_deltas
        select county_code, school_code, class_name, 'draft', coalesce(new.batch_code, old.batch_code), change
          from candidates where id = coalesce(new.candidate_id, old.candidate_id);
    end if;
    return null;
  end $$;
  create trigger application_drafts_counted after insert or delete on application_drafts
    for each row execute function count_draft();
  create trigger application_drafts_changed after update of draft_only on application_drafts
    for each row execute function count_draft();

  create function count_saves() returns trigger language plpgsql as $$
  begin
    insert into coverage_ticks
      select v.batch_code, c.county_code, c.school_code, date_trunc('minute', v.saved_at),
             count(*), count(*) filter (where v.ordinal = 1)
        from new_rows v join candidates c on c.id = v.candidate_id
       where v.actor_kind = 'candidate' group by 1, 2, 3, 4;
    return null;
  end $$;
  create trigger application_versions_counted after insert on application_versions
    referencing new table as new_rows for each statement execute function count_saves();
`;

export const FOLDING = `
  -- One at a time; whoever comes second leaves it to the first.
  create function fold_coverage() returns boolean language plpgsql as $$
  begin
    if not pg_try_advisory_xact_lock(4210736) then return false; end if;
    with taken as (delete from coverage_deltas returning *)
    insert into coverage_counts as known (level, unit, county_code, school_code, class_name, measure, count)
      select l.level, t.unit, t.county_code, l.school_code, l.class_name, t.measure, sum(t.change)
        from taken t cross join lateral (values
          ('county', '', ''), ('school', t.school_code, ''), ('class', t.school_code, t.class_name)
        ) as l (level, school_code, class_name)
       group by 1, 2, 3, 4, 5, 6 having sum(t.change) <> 0
      on conflict (level, unit, county_code, school_code, class_name, measure)
        do update set count = known.count + excluded.count;
    with taken as (delete from coverage_ticks returning *)
    insert into coverage_minutes as known (batch_code, county_code, school_code, minute, saves, first_saves)
      select t.batch_code, l.county_code, l.school_code, t.minute, sum(t.saves), sum(t.first_saves)
        from taken t cross join lateral (values
          ('', ''), (t.county_code, ''), (t.county_code, t.school_code)
        ) as l (county_code, school_code)
       group by 1, 2, 3, 4
      on conflict (batch_code, county_code, school_code, minute)
        do update set saves = known.saves + excluded.saves, first_saves = known.first_saves + excluded.first_saves;
    return true;
  end $$;

  -- Counts everything anew. Whoever changes something meanwhile waits, so that nothing is counted twice or left out.
  create function rebuild_coverage() returns void language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(4210736);
    lock table coverage_deltas, coverage_ticks in access exclusive mode;
    delete from coverage_deltas;
    delete from coverage_ticks;
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
    insert into coverage_deltas
      select c.county_code, c.school_code, c.class_name, f.measure, f.unit, count(*)
        from application_groups g join candidates c on c.id = g.candidate_id
        cross join lateral list_group_coverage(g.group_code, g.current_batch_code, g.saves_used, g.current_version_id, g.abandoned_at) f
       group by 1, 2, 3, 4, 5;
    update application_drafts d set draft_only = found.draft_only
      from (select candidate_id, batch_code, not exists (select from application_groups g
              where g.candidate_id = o.candidate_id and g.current_batch_code = o.batch_code) as draft_only
              from application_drafts o) found
     where found.candidate_id = d.candidate_id and found.batch_code = d.batch_code
       and found.draft_only <> d.draft_only;
    delete from coverage_deltas where measure = 'draft';
    insert into coverage_deltas
      select c.county_code, c.school_code, c.class_name, 'draft', d.batch_code, count(*)
        from application_drafts d join candidates c on c.id = d.candidate_id
       where d.draft_only group by 1, 2, 3, 5;
    insert into coverage_ticks
      select v.batch_code, c.county_code, c.school_code, date_trunc('minute', v.saved_at),
             count(*), count(*) filter (where v.ordinal = 1)
        from application_versions v join candidates c on c.id = v.candidate_id
       where v.actor_kind = 'candidate' group by 1, 2, 3, 4;
    perform fold_coverage();
  end $$;
`;

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger candidates_counted on candidates;
    drop trigger candidates_moved on candidates;
    drop trigger candidates_gone on candidates;
    drop trigger candidates_phone_marked on candidates;
    drop trigger sign_ins_marked on sign_ins;
    drop trigger credentials_marked on credentials;
    drop trigger credentials_changed on credentials;
    drop trigger application_groups_counted on application_groups;
    drop trigger application_groups_changed on application_groups;
    drop trigger application_groups_drafts on application_groups;
    drop trigger application_drafts_marked on application_drafts;
    drop trigger application_drafts_counted on application_drafts;
    drop trigger application_drafts_changed on application_drafts;
    drop trigger application_versions_counted on application_versions;
    alter table application_drafts drop column draft_only;
    drop table coverage_candidates, coverage_ticks, coverage_minutes, coverage_deltas, coverage_counts;
    drop function rebuild_coverage, fold_coverage, count_saves, count_draft, mark_draft, mark_other_drafts,
      count_changed_group, count_new_groups, mark_credential, mark_phone, mark_factor, mark_sign_ins,
      count_changed_marks, count_marks, count_gone_candidate, count_moved_candidate, count_new_candidates,
      list_candidate_coverage, list_group_coverage;
  `);
}
