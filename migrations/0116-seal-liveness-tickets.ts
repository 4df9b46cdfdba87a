import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What names a check to the service behind the app, its address and its code are kept sealed, for as long as it is
    -- open. Those under way are over: they live for minutes.
    alter table liveness_checks add column ticket_cipher bytea,
      alter column token drop not null, alter column match_code drop not null, alter column address drop not null;
    update liveness_checks set decided_at = clock_timestamp(), outcome = 'expired' where decided_at is null;
    update liveness_checks set token = null, match_code = null, address = null;
    alter table liveness_checks add check ((ticket_cipher is null) = (decided_at is not null)),
      add check (token is null and match_code is null and address is null);
    -- The demo's phone app knows a check by the hash of what names it.
    delete from demo_liveness_checks;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    delete from liveness_checks;
    alter table liveness_checks drop column ticket_cipher,
      drop constraint liveness_checks_check2, alter column token set not null,
      alter column match_code set not null, alter column address set not null;
  `);
}
