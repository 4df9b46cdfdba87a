import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 院校专业组: what is said of a group as a whole. Its majors are the rows of plan_entries with its code; a group
    -- without a row here has neither name nor 选科要求, as all groups had before.
    create table plan_groups (
      year integer not null,
      batch_code text not null,
      track text not null,
      institution_code text not null,
      code text not null check (code <> ''),
      name text not null default '',
      subject_mode text not null default 'all' check (subject_mode in ('all', 'any')),
      subjects text[] not null default '{}',
      quota integer check (quota >= 0),
      plan_types text[] not null default '{}',
      note text not null default '',
      primary key (year, batch_code, track, institution_code, code),
      foreign key (year, institution_code) references institutions (year, code)
    );
    create trigger plan_groups_changed after insert or update or delete or truncate on plan_groups
      for each statement execute function bump_plan_version();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table plan_groups');
}
