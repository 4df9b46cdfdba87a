import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Picture codes that were shown and not answered yet: each serves once, so an answered one is gone. Unlogged:
    -- a crash costs whoever is typing another picture.
    create unlogged table picture_codes (
      id text primary key,
      -- Keyed hashes: of the browser it was shown to, and of its letters once they are drawn.
      device_hash bytea not null,
      answer_hash bytea,
      expires_at timestamptz not null
    );
    create index picture_codes_expiry on picture_codes (expires_at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table picture_codes');
}
