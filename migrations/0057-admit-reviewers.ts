import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table officers
      drop constraint officers_role_check,
      add constraint officers_role_check
        check (role in ('school', 'county', 'city', 'province', 'auditor', 'reviewer'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from officers where role = 'reviewer';
    alter table officers
      drop constraint officers_role_check,
      add constraint officers_role_check check (role in ('school', 'county', 'city', 'province', 'auditor'));
  `);
}
