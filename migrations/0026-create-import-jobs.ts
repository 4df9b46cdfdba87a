import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Lists that officers bring in by the browser, one at a time.
    create table import_jobs (
      id bigint generated always as identity primary key,
      kind text not null,
      file_name text not null,
      bytes bigint not null,
      -- The uploaded file, in the folder of the node that took it; gone once the job has ended.
      file_key text not null unique,
      node text not null,
      sheet text,
      -- The heading row as the file has it, and what was said of headings.
      headings json not null,
      mapping json not null default '{}',
      state text not null check (state in ('mapping', 'checkQueued', 'checking', 'checked', 'importQueued',
        'importing', 'done', 'refused', 'stopped', 'interrupted', 'discarded')),
      progress json,
      report json,
      refusal text,
      stop_requested boolean not null default false,
      officer_id bigint not null references officers (id),
      created_at timestamptz not null default clock_timestamp(),
      -- Of its last step; a running job whose process is gone is known by it.
      seen_at timestamptz not null default clock_timestamp()
    );
    create index import_jobs_open on import_jobs (node, id)
      where state not in ('done', 'refused', 'stopped', 'interrupted', 'discarded');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table import_jobs');
}
