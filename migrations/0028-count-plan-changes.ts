import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Of all changes, those of the plan: a window that moves does not make every node read the plan again.
    alter table reference_versions add column plan_version bigint not null default 1;

    create function bump_plan_version() returns trigger language plpgsql as $$
    begin
      update reference_versions set version = version + 1, plan_version = plan_version + 1;
      return null;
    end $$;
    create or replace trigger institutions_changed after insert or update or delete or truncate on institutions
      for each statement execute function bump_plan_version();
    create or replace trigger plan_entries_changed after insert or update or delete or truncate on plan_entries
      for each statement execute function bump_plan_version();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    create or replace trigger institutions_changed after insert or update or delete on institutions
      for each statement execute function bump_reference_version();
    create or replace trigger plan_entries_changed after insert or update or delete on plan_entries
      for each statement execute function bump_reference_version();
    drop function bump_plan_version();
    alter table reference_versions drop column plan_version;
  `);
}
