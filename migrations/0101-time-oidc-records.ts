import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- When a platform's request began, finer than the seconds that the provider counts in: somebody who signed in in the
    -- same second, but before it, has not proved it for this request. Records of before serve for minutes only.
    alter table oidc_records add column created_at timestamptz not null default clock_timestamp();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table oidc_records drop column created_at');
}
