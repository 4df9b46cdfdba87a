import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table installations (
      only_row boolean primary key default true check (only_row),
      environment text not null check (environment in ('demo', 'drill', 'live')),
      created_at timestamptz not null default now()
    );
    create table clock_shifts (
      only_row boolean primary key default true check (only_row),
      shift_seconds integer not null default 0
    );
    insert into clock_shifts default values;
    create table reference_versions (
      only_row boolean primary key default true check (only_row),
      version bigint not null default 1
    );
    insert into reference_versions default values;

    create function bump_reference_version() returns trigger language plpgsql as $$
    begin
      update reference_versions set version = version + 1;
      return null;
    end $$;

    create function refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'rows of % are never changed or deleted', tg_table_name using errcode = 'insufficient_privilege';
    end $$;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop function refuse_change();
    drop function bump_reference_version();
    drop table reference_versions, clock_shifts, installations;
  `);
}
