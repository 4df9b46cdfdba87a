import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table outbox_messages
      alter column candidate_id drop not null,
      add column account_id bigint references accounts (id),
      drop constraint outbox_messages_channel_check,
      add constraint outbox_messages_channel_check check (channel in ('sms', 'wechat', 'email')),
      -- Neither: a code to a phone that nobody has registered yet.
      add constraint outbox_messages_one_owner check (candidate_id is null or account_id is null);
    create index outbox_messages_account on outbox_messages (account_id, id desc) where account_id is not null;

    alter table demo_messages
      drop constraint demo_messages_channel_check,
      add constraint demo_messages_channel_check check (channel in ('sms', 'wechat', 'email'));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from demo_messages where channel = 'email';
    alter table demo_messages
      drop constraint demo_messages_channel_check,
      add constraint demo_messages_channel_check check (channel in ('sms', 'wechat'));
    drop index outbox_messages_account;
    delete from outbox_messages where candidate_id is null or channel = 'email';
    alter table outbox_messages
      drop constraint outbox_messages_one_owner,
      drop constraint outbox_messages_channel_check,
      add constraint outbox_messages_channel_check check (channel in ('sms', 'wechat')),
      drop column account_id,
      alter column candidate_id set not null;
  `);
}
