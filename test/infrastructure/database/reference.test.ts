import { loadReference } from '../../../src/domain/reference/reference';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

describe('what is kept in memory', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterAll(() => database.drop());

  it('keeps the plan when a window moves, and reads it again when a row or an institution changes', async () => {
    const { knex } = database;
    const first = await loadReference(knex);
    const batch = { pack_code: first.calendar.pack.code, batch_code: 'undergraduate-1' };
    await knex('windows').where(batch).update({ closes_at: '2031-07-08T10:00:00Z' });
    const moved = await loadReference(knex, first);
    expect(moved.plan).toBe(first.plan);
    expect(moved.calendar).not.toEqual(first.calendar);

    await knex('institutions').where({ code: '0001' }).update({ city: '石家庄市' });
    const renamed = await loadReference(knex, moved);
    expect(renamed.plan.findInstitution('0001')?.city).toBe('石家庄市');
    expect(renamed.plan.version).toBeGreaterThan(moved.plan.version);

    await knex('plan_entries').where({ institution_code: '0001' }).delete();
    expect((await loadReference(knex, renamed)).plan).not.toBe(renamed.plan);
  });

  it('reads the plan of the pack’s own year', async () => {
    const known = await loadReference(database.knex);
    const { calendar, plan } = known;
    const other = { ...known, calendar: { ...calendar, pack: { ...calendar.pack, year: 2020 } } };
    expect((await loadReference(database.knex, other)).plan).not.toBe(plan);
  });
});
