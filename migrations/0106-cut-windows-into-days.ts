import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A window with daily hours: its days in order of time, [{opensAt, closesAt}]; none where one may file day and
    -- night. The first begins with opens_at, the last ends with closes_at.
    alter table windows
      add column sessions json not null default '[]',
      add constraint windows_sessions_listed check (json_typeof(sessions) = 'array');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table windows drop column sessions');
}
