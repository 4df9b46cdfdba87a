import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- When what is personal of a cancelled account was erased: its row keeps its number, its state and its times.
    alter table accounts
      add column erased_at timestamptz,
      alter column identity_index drop not null,
      alter column identity_cipher drop not null,
      alter column phone_index drop not null,
      alter column phone_cipher drop not null,
      add constraint accounts_erased check (case when erased_at is null
        then num_nulls(identity_index, identity_cipher, phone_index, phone_cipher) = 0
        else status = 'cancelled' and name = '' and password_hash = '' and person_id is null
          and num_nonnulls(identity_index, identity_cipher, phone_index, phone_cipher, email_index, email_cipher) = 0
        end) not valid;
    -- A person of whom nothing but a number for others' records to name is left.
    alter table persons
      alter column identity_index drop not null,
      alter column identity_cipher drop not null,
      add constraint persons_erased check (case when identity_index is null
        then identity_cipher is null and name = '' else num_nulls(identity_cipher) = 0 end) not valid;
    -- What was said in an objection goes before the fact of it.
    alter table number_claims drop constraint number_claims_check2,
      add constraint number_claims_objection check (num_nonnulls(objection_cipher) <= num_nonnulls(objected_at)) not valid;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table number_claims drop constraint number_claims_objection;
    alter table persons drop constraint persons_erased;
    alter table accounts drop constraint accounts_erased, drop column erased_at;
  `);
}
