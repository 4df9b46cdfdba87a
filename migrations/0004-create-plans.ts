import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table institutions (
      year integer not null,
      code text not null,
      name text not null,
      province text not null,
      city text not null,
      primary key (year, code)
    );

    create table plan_entries (
      id bigint generated always as identity primary key,
      year integer not null,
      batch_code text not null,
      tracks text[] not null check (cardinality(tracks) > 0),
      audience text not null default '',
      institution_code text not null,
      group_code text not null default '',
      major_code text not null,
      major_name text not null,
      post_code text not null default '',
      category text not null default '',
      plan_type text not null,
      quota integer not null check (quota >= 0),
      tuition_yuan integer,
      length_years numeric(3, 1),
      note text not null default '',
      restrictions json not null default '[]',
      foreign key (year, institution_code) references institutions (year, code)
    );
    create index plan_entries_look_up on plan_entries (year, batch_code, institution_code, major_code);

    create trigger institutions_changed after insert or update or delete on institutions
      for each statement execute function bump_reference_version();
    create trigger plan_entries_changed after insert or update or delete on plan_entries
      for each statement execute function bump_reference_version();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table plan_entries, institutions');
}
