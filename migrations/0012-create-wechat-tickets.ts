import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- QR codes by which a signed-in candidate binds WeChat. Times are real time.
    create table wechat_tickets (
      -- Hash of the one-time scene that the QR code holds.
      scene_hash bytea primary key,
      candidate_id bigint not null references candidates (id),
      -- It serves as long as this session is the candidate's.
      session_id text not null,
      -- What was bound when it was issued: another binding meanwhile ends it.
      factors text not null,
      address text not null,
      device text not null,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      used_at timestamptz,
      outcome text check (outcome in ('bound', 'taken', 'refused'))
    );
    create index wechat_tickets_candidate on wechat_tickets (candidate_id);
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table wechat_tickets');
}
