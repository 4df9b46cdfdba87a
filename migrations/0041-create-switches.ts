import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table switches (
      name text primary key check (name in ('readOnly', 'stopSaves', 'noSignIns')),
      is_on boolean not null default false,
      changed_at timestamptz
    );
    insert into switches (name) values ('readOnly'), ('stopSaves'), ('noSignIns');
    -- Every node takes them over with packs, windows and plans.
    create trigger switches_changed after insert or update or delete on switches
      for each statement execute function bump_reference_version();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table switches');
}
