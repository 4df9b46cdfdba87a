import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What a county office lets a candidate do once, after their identity was checked in person. Times are real time.
    create table counter_codes (
      id bigint generated always as identity primary key,
      candidate_id bigint not null references candidates (id),
      purpose text not null
        check (purpose in ('password', 'totp', 'phoneChange', 'phoneDeletion', 'phrase', 'thaw')),
      -- Keyed hash; null until the second officer has approved.
      code_hash bytea,
      reason text not null,
      requested_by bigint not null references officers (id),
      requested_at timestamptz not null default clock_timestamp(),
      approved_by bigint references officers (id),
      approved_at timestamptz,
      expires_at timestamptz not null,
      used_at timestamptz,
      withdrawn_at timestamptz,
      check ((approved_by is null) = (approved_at is null)),
      check (approved_by <> requested_by),
      -- 动态密码 is taken away by two officers, never by one.
      check (purpose <> 'totp' or code_hash is null or approved_by is not null),
      check (used_at is null or code_hash is not null)
    );
    create unique index counter_codes_one_live on counter_codes (candidate_id, purpose)
      where used_at is null and withdrawn_at is null;
    create index counter_codes_candidate on counter_codes (candidate_id, id desc);
    create index counter_codes_waiting on counter_codes (requested_at)
      where code_hash is null and withdrawn_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table counter_codes');
}
