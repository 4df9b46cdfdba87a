import type { Knex } from 'knex';

/** Accounts of which something is to be erased, and what is an account's: found without reading whole tables. */
export const indexes = {
  account_sessions_account: 'account_sessions (account_id)',
  account_factors_former: 'account_factors (account_id)',
  account_links_account: 'account_links (account_id)',
  platform_consents_account: 'platform_consents (account_id)',
  account_codes_destination: 'account_codes (destination_index)',
  accounts_unerased: "accounts (id) where status = 'cancelled' and erased_at is null",
};

export async function up(): Promise<void> {
  // Nothing beside the indexes.
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop index ${Object.keys(indexes).join(', ')}`);
}
