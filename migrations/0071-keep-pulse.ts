import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- /readyz writes here now and then: a disk that is full, or a server that only reads, shows itself before a save
    -- meets it. A row fills a page, so that it takes room.
    create table pulses (
      at timestamptz not null default clock_timestamp(),
      filling text not null
    );
    alter table pulses alter column filling set storage plain;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table pulses');
}
