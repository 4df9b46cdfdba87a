import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Browsers on which an officer has signed in: they count tries by themselves, so that nobody elsewhere locks the
    -- officer out.
    create table officer_devices (
      officer_id bigint not null references officers (id) on delete cascade,
      device text not null,
      primary key (officer_id, device)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table officer_devices');
}
