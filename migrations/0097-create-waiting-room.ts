import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The line before 登录, where no Redis keeps it: one row that whoever calls the next ones locks. No persons in it.
    create table waiting_lines (
      id int primary key default 1 check (id = 1),
      line text
    );
    insert into waiting_lines default values;

    -- How often a place has served: each opens the way in once, to a handful of tries.
    create table waiting_place_uses (
      place_id text primary key,
      uses int not null,
      used_at timestamptz not null default clock_timestamp()
    );
    create index waiting_place_uses_age on waiting_place_uses (used_at);

    -- Sign-ins a second that the province has set; null: as the configuration says.
    create table sign_in_rates (
      id int primary key default 1 check (id = 1),
      rate int check (rate between 1 and 100000),
      changed_at timestamptz
    );
    insert into sign_in_rates default values;
    create trigger sign_in_rates_changed after update on sign_in_rates
      for each statement execute function bump_reference_version();

    alter table switches drop constraint switches_name_check,
      add constraint switches_name_check check (name in ('readOnly', 'stopSaves', 'noSignIns', 'holdSignIns'));
    insert into switches (name) values ('holdSignIns');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from switches where name = 'holdSignIns';
    alter table switches drop constraint switches_name_check,
      add constraint switches_name_check check (name in ('readOnly', 'stopSaves', 'noSignIns'));
    drop table sign_in_rates, waiting_place_uses, waiting_lines;
  `);
}
