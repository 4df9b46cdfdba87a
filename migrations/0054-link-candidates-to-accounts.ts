import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 用学信账号登录: one account, one 考生号.
    create table account_links (
      id bigint generated always as identity primary key,
      candidate_id bigint not null references candidates (id),
      subject uuid not null,
      -- As it was linked: another account of the same person has to be linked again.
      account_id bigint not null references accounts (id),
      linked_at timestamptz not null default clock_timestamp(),
      unlinked_at timestamptz
    );
    create unique index account_links_candidate on account_links (candidate_id) where unlinked_at is null;
    create unique index account_links_subject on account_links (subject) where unlinked_at is null;

    -- The session of a candidate that began with a 学信 account: where that signs out, this ends.
    create table account_arrivals (
      candidate_id bigint primary key references candidates (id),
      session_id text not null,
      sid text not null,
      subject uuid not null
    );
    create index account_arrivals_sid on account_arrivals (sid);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table account_arrivals; drop table account_links');
}
