import { getActiveRulePack } from '../../../src/domain/rule-packs/rule-pack.repository';
import { listOpeningFaults } from '../../../src/office/windows/opening';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

/** What has not changed is not checked again: 20,000 rows take a quarter of a second, and the page is asked for often. */
describe('the check before an opening', () => {
  let database: TestDatabase;
  const fetched: string[] = [];
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    database.knex.on('query', ({ sql, bindings }: { sql: string; bindings?: readonly unknown[] }) => {
      if (/select .*"major_name".* from "plan_entries"/.test(sql)) fetched.push(String(bindings?.at(-1)));
    });
  });
  afterAll(() => database.drop());

  async function check(): Promise<{
    readonly looked: readonly string[];
    readonly faulty: readonly string[];
  }> {
    fetched.splice(0);
    const pack = await getActiveRulePack(database.knex);
    const codes = pack.batches.map(({ code }) => code);
    const faults = await listOpeningFaults(database.knex, pack, codes);
    return {
      looked: [...fetched].sort(),
      faulty: faults.map(({ batch, code }) => `${batch} ${code}`).sort(),
    };
  }

  it('looks at a batch again when a row of it changes, goes or comes, and at no other', async () => {
    const { knex } = database;
    const first = await check();
    expect(first.looked.length).toBeGreaterThan(3);
    expect(await check()).toEqual({ looked: [], faulty: first.faulty });

    const row = await knex('plan_entries').where({ batch_code: 'early-other' }).first();
    await knex('plan_entries').where({ id: row.id }).update({ plan_type: 'nothing' });
    const changed = await check();
    expect(changed.looked).toEqual(['early-other']);
    expect(changed.faulty).toContain('early-other planTypeUnknown');

    await knex('plan_entries').where({ id: row.id }).delete();
    expect(await check()).toEqual({ looked: ['early-other'], faulty: first.faulty });
    const { id: _id, ...again } = row;
    await knex('plan_entries').insert({ ...again, restrictions: '[]' });
    expect(await check()).toEqual({ looked: ['early-other'], faulty: first.faulty });
  });

  it('looks at every batch again when an institution changes', async () => {
    const { knex } = database;
    const first = await check();
    const { institution_code: code } = await knex('plan_entries')
      .where({ batch_code: 'early-other' })
      .first();
    await knex('institutions').where({ code }).update({ name: ' ' });
    const changed = await check();
    expect(changed.looked.length).toBeGreaterThan(3);
    expect(changed.faulty).toContain('early-other institutionMissing');
    expect(first.faulty).not.toContain('early-other institutionMissing');
  });
});
