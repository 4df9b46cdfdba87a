import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 志愿表 that a county prints together. Times are real time.
    create table print_jobs (
      id bigint generated always as identity primary key,
      officer_id bigint not null references officers (id),
      county_code text not null,
      batch_code text not null,
      -- What was chosen: a county, a school, a class.
      title text not null,
      state text not null default 'running' check (state in ('running', 'stopped', 'failed', 'done')),
      total integer not null check (total > 0),
      printed integer not null default 0 check (printed between 0 and total),
      created_at timestamptz not null default clock_timestamp(),
      -- The process that works on it, and when it last said so: one that is silent has crashed.
      runner text,
      heartbeat_at timestamptz not null default clock_timestamp(),
      -- Its parts are removed then.
      expires_at timestamptz not null
    );
    create index print_jobs_county on print_jobs (county_code, id desc);

    -- The versions that were in force when the job was made, in the order of printing.
    create table print_job_forms (
      job_id bigint not null references print_jobs (id),
      position integer not null,
      candidate_id bigint not null references candidates (id),
      version_id bigint not null references application_versions (id),
      primary key (job_id, position)
    );

    create table print_job_parts (
      job_id bigint not null references print_jobs (id),
      part integer not null check (part > 0),
      first_position integer not null,
      last_position integer not null,
      -- Sealed PDF; null once it was removed.
      pdf_cipher bytea,
      bytes integer not null,
      primary key (job_id, part)
    );

    -- Every printing by an office: 第n次打印.
    create table form_prints (
      version_id bigint not null references application_versions (id),
      print_number integer not null check (print_number > 0),
      candidate_id bigint not null references candidates (id),
      officer_id bigint not null references officers (id),
      job_id bigint references print_jobs (id),
      printed_at timestamptz not null default clock_timestamp(),
      primary key (version_id, print_number)
    );
    create index form_prints_candidate on form_prints (candidate_id);
    create trigger form_prints_fixed before update or delete or truncate on form_prints
      for each statement execute function refuse_change();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table form_prints, print_job_parts, print_job_forms, print_jobs');
}
