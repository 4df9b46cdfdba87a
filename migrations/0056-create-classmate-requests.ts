import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 大学同班同学协助: what an unproved account asked of a classmate, whether or not there is one. Times are real time.
    create table classmate_requests (
      id bigint generated always as identity primary key,
      account_id bigint not null references accounts (id),
      -- Whose number is claimed.
      person_id bigint not null references persons (id),
      classmate_name text not null,
      institution_name text not null,
      class_name text not null,
      entry_year integer not null,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      withdrawn_at timestamptz,
      -- When the account was told that it ended without help.
      end_told_at timestamptz
    );
    create index classmate_requests_account on classmate_requests (account_id, id desc);
    create index classmate_requests_person on classmate_requests (person_id, created_at);
    create index classmate_requests_due on classmate_requests (expires_at)
      where end_told_at is null and withdrawn_at is null;

    -- The accounts that a request reached; classmates of one name are asked all.
    create table classmate_invitations (
      id bigint generated always as identity primary key,
      request_id bigint not null references classmate_requests (id),
      helper_account_id bigint not null references accounts (id),
      helper_person_id bigint not null references persons (id),
      answer text not null default 'open' check (answer in ('open', 'helped', 'refused')),
      answered_at timestamptz,
      unique (request_id, helper_account_id),
      check ((answer = 'open') = (answered_at is null))
    );
    create index classmate_invitations_account on classmate_invitations (helper_account_id, id desc);
    create index classmate_invitations_helped on classmate_invitations (helper_person_id, answered_at)
      where answer = 'helped';

    -- Where a letter of 收件箱 leads.
    alter table account_mails add column path text check (path ~ '^/account(/[a-z0-9-]+)*$');
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table account_mails drop column path;
    drop table classmate_invitations, classmate_requests;
  `);
}
