import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Ways to 微信 or 支付宝 and back. Times are real time.
    create table factor_scans (
      -- Hash of the state that goes there and comes back.
      state_hash bytea primary key,
      -- Hash of the journey, which stands in the session of the browser that went.
      journey_hash bytea not null,
      kind text not null check (kind in ('wechat', 'alipay')),
      purpose text not null,
      -- Who binds; null for whoever is not signed in.
      account_id bigint references accounts (id),
      -- The verifier of PKCE and the nonce.
      extras_cipher bytea,
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index factor_scans_expiry on factor_scans (expires_at);

    alter table account_factors
      -- 'cancellation': freed when its account was cancelled.
      add column unbound_by text check (unbound_by in ('owner', 'cancellation')),
      add constraint account_factors_unbound check ((unbound_at is null) = (unbound_by is null));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table account_factors drop constraint account_factors_unbound, drop column unbound_by;
    drop table factor_scans;
  `);
}
