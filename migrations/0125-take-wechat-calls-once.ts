import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What the official account's server has signed, and for which content: a signature does not cover it, and serves
    -- for no other. Kept for minutes.
    create table wechat_calls (
      signature text primary key,
      body_hash bytea not null,
      at timestamptz not null default clock_timestamp()
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table wechat_calls');
}
