import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Browsers on which the owner of an account has proved who they are: each counts its tries by itself.
    create table account_devices (
      account_id bigint not null references accounts (id),
      device text not null,
      known_at timestamptz not null default clock_timestamp(),
      primary key (account_id, device)
    );
    -- Whoever signed in there before knows the account.
    insert into account_devices (account_id, device)
      select distinct account_id, device from account_sign_ins
       where outcome = 'signedIn' and account_id is not null and device <> '';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table account_devices');
}
