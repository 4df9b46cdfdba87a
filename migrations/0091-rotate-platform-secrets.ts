import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The secret before the newest one: both serve until this is ended.
    alter table platforms add column former_secret_cipher bytea,
      add check (former_secret_cipher is null or secret_cipher is not null);
    -- PUBLIC_URL of the server that was started last: where people and platforms find this installation, for commands
    -- that run without its settings.
    alter table installations add column public_url text;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table platforms drop column former_secret_cipher;
    alter table installations drop column public_url;
  `);
}
