import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Letters of 收件箱 are kept sealed: some hold a link that acts for whoever has it. Those of before stay as they
    -- are, without their links; the same link went to phone and mailbox.
    alter table account_mails add column body_cipher bytea, alter column body drop not null;
    update account_mails
       set body = regexp_replace(body, '(/account/objections/)[A-Za-z0-9_-]+', '\\1…')
     where body like '%/account/objections/%';
    alter table account_mails add check ((body is null) <> (body_cipher is null));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table account_mails drop column body_cipher;
    update account_mails set body = '' where body is null;
    alter table account_mails alter column body set not null;
  `);
}
