import type { Knex } from 'knex';

/*
 * Every index of a table that is only appended costs each save an entry. Who reads by those that stay:
 *
 * application_versions  id: 浏览, what is in force, receipts, printing; form_token: a save that is posted again, and the
 *                       promise that a token saves once; (candidate_id, group_code, ordinal): the list of a candidate,
 *                       the chain, and the promise that no number is given twice
 * save_attempts         id: pages of the evidence of a time; (candidate_id, id): the evidence of a candidate
 * audit_entries         (subject_kind, subject_id, id): when an act was done, 查看记录; the others hold officers' lines
 * mails                 id: readings; (candidate_id, id): 个人信箱; the others hold public mails and announcements
 * outbox_messages       due: what is to be sent; (candidate_id, id) and account: what was sent to somebody
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Nobody looks a version up by its check value, and a digest over a nonce of 32 bytes comes once.
    alter table application_versions drop constraint application_versions_hash_key;
    -- A message is told to its gateway by this, and never looked up by it.
    alter table outbox_messages drop constraint outbox_messages_stable_id_key;
    -- Attempts are written in the order of time: the evidence of a time needs to know in which pages it lies.
    drop index save_attempts_batch;
    create index save_attempts_at on save_attempts using brin (at);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index save_attempts_at;
    create index save_attempts_batch on save_attempts (batch_code, at);
    alter table outbox_messages add constraint outbox_messages_stable_id_key unique (stable_id);
    alter table application_versions add constraint application_versions_hash_key unique (hash);
  `);
}
