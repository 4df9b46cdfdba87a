import type { Knex } from 'knex';

/** What an installation is about, not whom: it outlives a wipe. */
const KEPT: readonly string[] = [
  'installations',
  'clock_shifts',
  'reference_versions',
  'knex_migrations',
  'knex_migrations_lock',
  'rule_packs',
  'windows',
  'institutions',
  'plan_entries',
  'plan_groups',
  'admission_institutions',
  'admission_statistics',
  'score_segments',
  'officers',
  'import_layouts',
  'switches',
  'platforms',
  'people_normal_forms',
  'key_turns',
  'key_holders',
];

/** Every table but those that are kept: what is new is wiped too unless it is named here. */
async function listWipedTables(db: Knex): Promise<readonly string[]> {
  const tables: string[] = await db('pg_tables').where({ schemaname: 'public' }).pluck('tablename');
  return tables.filter((table) => !KEPT.includes(table)).sort();
}

/**
 * Empties every table that holds something of a candidate or of what was done, append-only ones too, in one
 * transaction; rule packs, windows, plan, statistics and officers stay. One audit entry says who did it.
 * @returns how many candidates there were
 */
export async function wipeCandidates(db: Knex, operator: string): Promise<number> {
  return db.transaction(async (transaction) => {
    const tables = await listWipedTables(transaction);
    const [before] = await transaction('candidates').count({ count: '*' });
    // The owner of the tables alone can do this, and only here.
    for (const table of tables) await transaction.raw('alter table ?? disable trigger user', [table]);
    await transaction.raw(`truncate ${tables.map(() => '??').join(', ')} restart identity`, [...tables]);
    for (const table of tables) await transaction.raw('alter table ?? enable trigger user', [table]);
    await transaction('people_normal_forms').update({ clashes: 0 });
    // What begins now is another ledger: under the old name a witness would see leaves vanish.
    await transaction('installations').update({ ledger_origin: null, ledger_public_key: null });
    await transaction('audit_entries').insert({
      actor_kind: 'operator',
      actor_id: operator,
      action: 'wipe',
      subject_kind: 'installation',
      subject_id: 'drill',
      detail: JSON.stringify({ candidates: Number(before?.count ?? 0) }),
      address: 'terminal',
      device: 'zhiyuan wipe',
    });
    return Number(before?.count ?? 0);
  });
}
