import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table rule_packs (
      id bigint generated always as identity primary key,
      code text not null,
      version integer not null,
      body json not null,
      active boolean not null default false,
      created_at timestamptz not null default now(),
      unique (code, version)
    );
    create unique index rule_packs_one_active on rule_packs (active) where active;

    create table windows (
      id bigint generated always as identity primary key,
      pack_code text not null,
      batch_code text not null,
      scope_kind text not null default 'province'
        check (scope_kind in ('province', 'county', 'school', 'candidateKind', 'scoreBand')),
      scope_value text,
      score_from integer,
      score_to integer,
      opens_at timestamptz not null,
      closes_at timestamptz not null,
      permits_create boolean not null default true,
      permits_edit boolean not null default true,
      permits_remove boolean not null default true,
      -- Later permits of the same window, in order of time: [{from, permits: {create, edit, remove}}].
      stages json not null default '[]',
      check (opens_at < closes_at),
      check ((scope_kind in ('province', 'scoreBand')) = (scope_value is null)),
      check ((scope_kind = 'scoreBand') = (score_from is not null or score_to is not null))
    );
    create index windows_batch on windows (pack_code, batch_code);

    create trigger rule_packs_changed after insert or update or delete on rule_packs
      for each statement execute function bump_reference_version();
    create trigger windows_changed after insert or update or delete on windows
      for each statement execute function bump_reference_version();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table windows, rule_packs');
}
