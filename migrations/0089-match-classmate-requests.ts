import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 核对码: who asks tells it to the classmate, who types it: so the help goes to whom the classmate spoke with.
    -- Requests that are open already get one; their pages show it.
    alter table classmate_requests
      add column match_code text not null default lpad(floor(random() * 10000)::text, 4, '0')
        check (match_code ~ '^[0-9]{4}$');
    alter table classmate_requests alter column match_code drop default;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table classmate_requests drop column match_code');
}
