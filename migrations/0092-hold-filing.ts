import type { Knex } from 'knex';

/*
 * What the one writing statement of a save (src/domain/choice-lists/write-version.repository.ts) asks for behind
 * locks. A statement sees the tables as they were when it began, whatever it has waited for since; a volatile function
 * sees them anew with each of its own statements. So what must be true behind a lock is asked here.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Whether all that a save was decided by stands as it was read; if so, it does until the transaction ends. First
    -- the candidate, so that whoever waits for one keeps no change of the plan waiting; then the hold on the reference
    -- (migration 0070). The mark is made in the same way where it is read: save-reading.repository.ts.
    create function hold_filing(candidate bigint, seen_reference bigint, seen_mark text)
    returns boolean language plpgsql volatile as $$
    begin
      perform from candidates where id = candidate for no key update;
      perform pg_advisory_xact_lock_shared(20210626);
      return (
        select r.version = seen_reference and seen_mark = concat(
            c.xmin, ' ',
            (select string_agg(g.xmin::text, ',' order by g.group_code)
               from application_groups g where g.candidate_id = candidate), ' ',
            (select string_agg(f.xmin::text, ',' order by f.heading_code)
               from candidate_file_states f where f.candidate_id = candidate))
          from candidates c, reference_versions r where c.id = candidate);
    end $$;

    -- The form first: a draft that is being kept meanwhile holds the opening, and is seen once it lets go.
    create function close_form(candidate bigint, batch text) returns boolean language plpgsql volatile as $$
    begin
      delete from form_openings where candidate_id = candidate and batch_code = batch;
      delete from application_drafts where candidate_id = candidate and batch_code = batch;
      return true;
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop function close_form, hold_filing');
}
