import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- By 专业组 and 专业 too, under the codes and names of that year; '' where the figures are of the whole institution.
    -- Where only the lowest was published, nothing else is known: neither places nor how many were admitted.
    alter table admission_statistics
      add column group_code text not null default '',
      add column major_code text not null default '',
      add column major_name text not null default '',
      -- 选科要求 as it was, in the words of plan lists; '' where it is not known.
      add column requirement text not null default '',
      alter column planned drop not null,
      alter column admitted drop not null,
      drop constraint admission_statistics_pkey,
      add primary key (institution_code, year, batch_name, track_name, group_code, major_code, major_name);
    create index admission_statistics_year on admission_statistics (year);

    -- Last year's lowest stand beside the plan in memory.
    create trigger admission_statistics_changed after insert or update or delete or truncate on admission_statistics
      for each statement execute function bump_plan_version();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop trigger admission_statistics_changed on admission_statistics;
    drop index admission_statistics_year;
    delete from admission_statistics
      where group_code <> '' or major_code <> '' or major_name <> '' or planned is null or admitted is null;
    alter table admission_statistics
      drop constraint admission_statistics_pkey,
      alter column planned set not null,
      alter column admitted set not null,
      drop column group_code,
      drop column major_code,
      drop column major_name,
      drop column requirement,
      add primary key (institution_code, year, batch_name, track_name);
  `);
}
