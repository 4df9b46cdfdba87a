import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table candidates
      add column phone_bound_at timestamptz,
      -- 不是我操作: everything is frozen from here on; disputed_at is the act that was disputed.
      add column frozen_at timestamptz,
      add column disputed_at timestamptz;

    alter table credentials
      add column reset_at timestamptz,
      add column totp_bound_at timestamptz,
      -- The last counter that was accepted: each 动态密码 serves once.
      add column totp_last_counter bigint,
      -- A secret shown as QR and not yet confirmed by a code.
      add column totp_pending_cipher bytea,
      add column wechat_bound_at timestamptz,
      -- Keyed hash within the school, so that a slogan of the whole class can be refused.
      add column security_phrase_index bytea,
      add column first_secret_hash bytea,
      add column first_secret_expires_at timestamptz;
    create index credentials_security_phrase on credentials (security_phrase_index);

    -- 6-digit codes sent by SMS or WeChat. Times are real time.
    create table message_codes (
      id bigint generated always as identity primary key,
      serial_number text not null,
      purpose text not null,
      candidate_id bigint not null references candidates (id),
      -- Keyed hash of the browser's session or reset journey: a code serves where it was asked for.
      journey_hash bytea not null,
      channel text not null check (channel in ('sms', 'wechat')),
      -- Keyed hash of phone or WeChat id to which it went.
      destination_index bytea not null,
      code_hash bytea not null,
      tries_left integer not null check (tries_left >= 0),
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index message_codes_candidate on message_codes (candidate_id, purpose, id desc);

    -- Browsers on which the candidate has proved who they are, or signed in first.
    create table trusted_devices (
      candidate_id bigint not null references candidates (id),
      device text not null,
      trusted_at timestamptz not null default clock_timestamp(),
      primary key (candidate_id, device)
    );

    -- Messages to the outside, written with their event, sent after commit.
    create table outbox_messages (
      id bigint generated always as identity primary key,
      stable_id uuid not null unique default gen_random_uuid(),
      candidate_id bigint not null references candidates (id),
      kind text not null,
      channel text not null check (channel in ('sms', 'wechat')),
      destination_cipher bytea not null,
      -- Taken out once it is sent or given up.
      text_cipher bytea,
      -- A code is sent at most once; everything else at least once.
      at_most_once boolean not null default false,
      expires_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default clock_timestamp(),
      sent_at timestamptz,
      given_up_at timestamptz,
      last_error text
    );
    create index outbox_messages_due on outbox_messages (next_attempt_at) where sent_at is null and given_up_at is null;
    create index outbox_messages_candidate on outbox_messages (candidate_id, id desc);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop table outbox_messages, trusted_devices, message_codes;
    alter table credentials
      drop column reset_at, drop column totp_bound_at, drop column totp_last_counter,
      drop column totp_pending_cipher, drop column wechat_bound_at, drop column security_phrase_index,
      drop column first_secret_hash, drop column first_secret_expires_at;
    alter table candidates drop column phone_bound_at, drop column frozen_at, drop column disputed_at;
  `);
}
