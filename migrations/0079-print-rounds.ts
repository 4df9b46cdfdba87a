import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table print_jobs
      alter column batch_code drop not null,
      -- A job of all batches of a round, by pupil.
      add column round_code text,
      add check ((batch_code is null) <> (round_code is null));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from print_job_parts where job_id in (select id from print_jobs where batch_code is null);
    delete from print_job_forms where job_id in (select id from print_jobs where batch_code is null);
    alter table print_jobs drop column round_code;
    delete from print_jobs where batch_code is null and not exists (
      select from form_prints where job_id = print_jobs.id);
    update print_jobs set batch_code = '' where batch_code is null;
    alter table print_jobs alter column batch_code set not null;
  `);
}
