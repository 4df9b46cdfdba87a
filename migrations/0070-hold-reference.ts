import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Whoever changes pack, windows, plan or switches commits behind the acts that were judged by what stood before:
    -- those hold the same lock, shared (src/infrastructure/database/reference-watch.ts). Taken as the last thing, so that a long import
    -- keeps nobody waiting; in the lock manager, not on a row, so that a change is not put off for ever.
    create function await_reference_readers() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(20210626);
      return null;
    end $$;
    create constraint trigger reference_changed after update on reference_versions
      deferrable initially deferred for each row execute function await_reference_readers();

    -- By which a row that is gone is told from one that never was. Null: changed before this column came.
    alter table plan_changes add column year integer;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table plan_changes drop column year;
    drop trigger reference_changed on reference_versions;
    drop function await_reference_readers();
  `);
}
