import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A rule pack that changes what is open, or breaks what is saved, goes into force in an open window by two: an
    -- officer or the operator asks, an officer of the province approves.
    create table rule_pack_requests (
      id bigint generated always as identity primary key,
      pack_id bigint not null references rule_packs (id),
      -- In force when it was asked for: where another is by now, nothing is done.
      replaces_id bigint not null references rule_packs (id),
      -- Open batches and saved lists that it concerns, as they were counted and typed.
      number integer not null check (number > 0),
      reason text not null check (reason <> ''),
      -- Null: the operator of the command.
      requested_by bigint references officers (id),
      requested_at timestamptz not null default clock_timestamp(),
      decided_by bigint references officers (id),
      decided_at timestamptz,
      decision text check (decision in ('approved', 'refused')),
      decision_reason text,
      check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (decision is null)),
      -- Nobody is their own second officer; who asked may withdraw.
      check (decision is distinct from 'approved' or decided_by is distinct from requested_by)
    );
    create unique index rule_pack_requests_waiting on rule_pack_requests (pack_id) where decided_at is null;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table rule_pack_requests');
}
