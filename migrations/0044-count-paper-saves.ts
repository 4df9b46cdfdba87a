import type { Knex } from 'knex';

/** Lists on paper that were saved belong to the saves of their minute, as those of candidates do. */
export async function up(knex: Knex): Promise<void> {
  await rewrite(knex, "v.actor_kind = 'candidate'", "v.actor_kind in ('candidate', 'paper')");
}

export async function down(knex: Knex): Promise<void> {
  await rewrite(knex, "v.actor_kind in ('candidate', 'paper')", "v.actor_kind = 'candidate'");
}

async function rewrite(knex: Knex, before: string, after: string): Promise<void> {
  for (const name of ['count_saves', 'rebuild_coverage']) {
    const { rows } = await knex.raw('select pg_get_functiondef(?::regproc) as definition', [name]);
    const definition: string = rows[0].definition;
    if (!definition.includes(before)) throw new Error(`${name} is not as it was left`);
    await knex.raw(definition.replaceAll('?', '\\?').replace(before, after));
  }
  await knex.raw('select rebuild_coverage()');
}
