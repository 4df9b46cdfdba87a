import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What the demo's phones and WeChat users received. Nothing outside the demo can write here.
    create table demo_messages (
      id bigint generated always as identity primary key,
      stable_id uuid not null unique,
      channel text not null check (channel in ('sms', 'wechat')),
      masked_destination text not null,
      -- Keyed hash by which the messages of one invented WeChat user are found.
      destination_index bytea not null,
      text_cipher bytea not null,
      arrived_at timestamptz not null default clock_timestamp()
    );
    create index demo_messages_destination on demo_messages (destination_index, id desc);

    create function refuse_outside_demo() returns trigger language plpgsql as $$
    begin
      if not exists (select from installations where environment = 'demo') then
        raise exception '% is written in the demo only', tg_table_name using errcode = 'insufficient_privilege';
      end if;
      return null;
    end $$;
    create trigger demo_messages_in_demo before insert or update on demo_messages
      for each statement execute function refuse_outside_demo();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table demo_messages; drop function refuse_outside_demo();');
}
