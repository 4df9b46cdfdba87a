import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A 密码验证信息 that was changed without the one before: it takes its place at pending_phrase_at, in real time.
    alter table credentials
      add column pending_phrase_hash text,
      add column pending_phrase_index bytea,
      add column pending_phrase_at timestamptz,
      add constraint pending_phrase_whole check (
        num_nonnulls(pending_phrase_hash, pending_phrase_index, pending_phrase_at) in (0, 3)
      );
    create index credentials_pending_phrase on credentials (pending_phrase_index);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table credentials
      drop column pending_phrase_hash, drop column pending_phrase_index, drop column pending_phrase_at;
  `);
}
