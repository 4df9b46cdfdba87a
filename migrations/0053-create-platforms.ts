import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- The platforms that accept 学信 accounts: clients of the provider at /account/oidc.
    create table platforms (
      code text primary key check (code ~ '^[a-z][a-z0-9-]{1,39}$'),
      name text not null,
      -- 'own': pages of this installation; 'demo': those that the demo plays; 'outside': anybody else's.
      kind text not null check (kind in ('own', 'demo', 'outside')),
      -- A full address, or a path of this installation.
      home_uri text not null,
      redirect_uris text[] not null check (cardinality(redirect_uris) > 0),
      sign_out_uris text[] not null,
      back_channel_uri text,
      scopes text[] not null,
      -- Null: derived, for pages of this installation.
      secret_cipher bytea,
      created_at timestamptz not null default clock_timestamp(),
      removed_at timestamptz,
      check ((kind = 'outside') = (secret_cipher is not null))
    );
    insert into platforms (code, name, kind, home_uri, redirect_uris, sign_out_uris, back_channel_uri, scopes)
    values ('candidate-platform', '普通高校招生考生服务平台', 'own', '/', '{/sign-in/account/return}', '{/signed-out}',
            '/sign-in/account/back-channel', '{openid}');

    -- What an account lets a platform see, until it takes that back.
    create table platform_consents (
      id bigint generated always as identity primary key,
      account_id bigint not null references accounts (id),
      platform_code text not null references platforms (code),
      scopes text[] not null,
      given_at timestamptz not null default clock_timestamp(),
      used_at timestamptz not null default clock_timestamp(),
      withdrawn_at timestamptz
    );
    create unique index platform_consents_standing on platform_consents (account_id, platform_code)
      where withdrawn_at is null;

    -- What the provider keeps: sessions, grants, codes, tokens, sign-ins under way. Ids hashed, contents encrypted.
    create table oidc_records (
      model text not null,
      id_hash bytea not null,
      payload_cipher bytea not null,
      uid_hash bytea,
      grant_hash bytea,
      platform_code text,
      -- Worth nothing once it has ended.
      account_session_id bigint references account_sessions (id),
      expires_at timestamptz not null,
      consumed_at timestamptz,
      primary key (model, id_hash),
      check (account_session_id is not null or model in ('Session', 'Interaction', 'ReplayDetection'))
    );
    create index oidc_records_uid on oidc_records (uid_hash) where uid_hash is not null;
    create index oidc_records_grant on oidc_records (grant_hash) where grant_hash is not null;
    create index oidc_records_session on oidc_records (account_session_id) where account_session_id is not null;
    create index oidc_records_expiry on oidc_records (expires_at);

    -- Where a session of an account has signed in, so that its end is told there.
    create table platform_sessions (
      id bigint generated always as identity primary key,
      account_session_id bigint not null references account_sessions (id),
      platform_code text not null references platforms (code),
      sid text not null unique,
      subject uuid not null,
      began_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz,
      told_at timestamptz,
      tries integer not null default 0,
      try_at timestamptz not null default clock_timestamp()
    );
    create index platform_sessions_account_session on platform_sessions (account_session_id);
    create index platform_sessions_untold on platform_sessions (try_at) where told_at is null;

    -- The platforms that the demo plays: who is signed in at one, and what was done there, kept by subject.
    create table demo_platform_visits (
      id_hash bytea primary key,
      platform_code text not null references platforms (code),
      sid text,
      content_cipher bytea not null,
      expires_at timestamptz not null
    );
    create index demo_platform_visits_sid on demo_platform_visits (sid) where sid is not null;
    create table demo_platform_marks (
      subject uuid not null,
      platform_code text not null references platforms (code),
      marked_at timestamptz not null default clock_timestamp(),
      primary key (subject, platform_code)
    );
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table demo_platform_marks;
    drop table demo_platform_visits;
    drop table platform_sessions;
    drop table oidc_records;
    drop table platform_consents;
    drop table platforms;
  `);
}
