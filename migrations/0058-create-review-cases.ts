import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- 客服协助验证: an account asks for its number, two reviewers decide. Times are real time.
    create table review_cases (
      id bigint generated always as identity primary key,
      person_id bigint not null references persons (id),
      -- The unproved account that asks.
      account_id bigint not null references accounts (id),
      -- Who had the number when it was asked for; null: nobody.
      rival_id bigint references accounts (id),
      -- A proof that was objected to: both sides are heard.
      contest_id bigint references re_registrations (id),
      state text not null
        check (state in ('draft', 'waiting', 'approved', 'restored', 'refused', 'bound', 'lapsed')),
      -- Verdicts of an earlier round count no more.
      round integer not null default 1,
      created_at timestamptz not null default clock_timestamp(),
      submitted_at timestamptz,
      deadline_at timestamptz,
      -- Not judged before: until then the other side may send its pictures.
      heard_at timestamptz,
      decided_at timestamptz,
      -- 实名信息绑定 is possible until then.
      bind_until timestamptz,
      check ((state = 'draft') = (submitted_at is null)),
      check ((submitted_at is null) = (deadline_at is null)),
      check (state <> 'approved' or bind_until is not null)
    );
    create unique index review_cases_account on review_cases (account_id)
      where state in ('draft', 'waiting', 'approved');
    create unique index review_cases_contest on review_cases (contest_id)
      where state in ('draft', 'waiting', 'approved');
    create index review_cases_deadline on review_cases (deadline_at) where state = 'waiting';
    create index review_cases_person on review_cases (person_id);

    -- What an account has sent to a case.
    create table review_sides (
      case_id bigint not null references review_cases (id),
      account_id bigint not null references accounts (id),
      note_cipher bytea,
      -- Null: pictures are missing.
      sent_at timestamptz,
      primary key (case_id, account_id)
    );
    create index review_sides_account on review_sides (account_id);

    create table review_pictures (
      id bigint generated always as identity primary key,
      case_id bigint not null,
      account_id bigint not null,
      kind text not null check (kind in ('emblem', 'portrait', 'inHand')),
      -- Keyed hash of what is seen: a picture serves one account, also after it was deleted here.
      content_index bytea not null,
      picture_cipher bytea,
      blurred_cipher bytea,
      received_at timestamptz not null default clock_timestamp(),
      deleted_at timestamptz,
      unique (case_id, account_id, kind),
      foreign key (case_id, account_id) references review_sides (case_id, account_id),
      check ((picture_cipher is null) = (deleted_at is not null)),
      check ((picture_cipher is null) = (blurred_cipher is null))
    );
    create index review_pictures_content on review_pictures (content_index);
    create index review_pictures_kept on review_pictures (received_at) where deleted_at is null;

    create table review_verdicts (
      case_id bigint not null references review_cases (id),
      round integer not null,
      officer_id bigint not null references officers (id),
      verdict text not null check (verdict in ('applicant', 'rival', 'neither')),
      reasons text[] not null,
      at timestamptz not null default clock_timestamp(),
      primary key (case_id, round, officer_id),
      check ((verdict = 'neither') = (cardinality(reasons) > 0))
    );

    -- The one case that a reviewer has open.
    create table review_openings (
      officer_id bigint primary key references officers (id),
      case_id bigint not null references review_cases (id),
      expires_at timestamptz not null
    );

    alter table re_registrations
      -- The operator took the cancellation back.
      add column reinstated_at timestamptz;
    create index re_registrations_person on re_registrations (person_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index re_registrations_person;
    alter table re_registrations drop column reinstated_at;
    drop table review_openings, review_verdicts, review_pictures, review_sides, review_cases;
  `);
}
