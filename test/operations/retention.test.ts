import type { RetentionSettings } from '../../src/infrastructure/config/retention-settings';
import { applyRetention, findOverdue, retention } from '../../src/operations/retention';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const settings: RetentionSettings = { signInDays: 400, codeDays: 30 };
/** More than one step deletes. */
const MANY = 1_200;

describe('what is deleted when its days are over', () => {
  let database: TestDatabase;
  let candidateId: number;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    candidateId = (await database.knex('candidates').first('id')).id;
    for (const { table } of retention) await database.knex(table).delete();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    for (const { table } of retention) await database.knex(table).delete();
  });

  /** Sign-ins of so many days ago, one behind the other. */
  const signIn = (count: number, days: number) =>
    database.knex.raw(
      `insert into sign_ins (candidate_id, at, outcome, address, device, user_agent)
       select ?, clock_timestamp() - make_interval(days => ?), 'signedIn', '203.0.113.9', 'x', ''
       from generate_series(1, ?)`,
      [candidateId, days, count],
    );
  const code = (days: number) =>
    database.knex.raw(
      `insert into message_codes (serial_number, purpose, candidate_id, journey_hash, channel, destination_index,
         code_hash, tries_left, expires_at)
       values ('1', 'risk', ?, '', 'sms', '', '', 3, clock_timestamp() - make_interval(days => ?))`,
      [candidateId, days],
    );
  const count = async (table: string) => Number((await database.knex(table).count())[0]?.count);

  it('goes in steps, all of it, and nothing beside it', async () => {
    await signIn(MANY, 401);
    await signIn(3, 399);
    await code(31);
    await code(29);
    expect(await applyRetention(database.knex, settings)).toEqual({
      sign_ins: MANY,
      account_sign_ins: 0,
      message_codes: 1,
      account_codes: 0,
      liveness_checks: 0,
    });
    expect([await count('sign_ins'), await count('message_codes')]).toEqual([3, 1]);
    expect((await applyRetention(database.knex, settings)).sign_ins).toBe(0);
  });

  it('is shared by processes that do it at the same time', async () => {
    await signIn(MANY, 401);
    const rounds = await Promise.all([1, 2, 3].map(() => applyRetention(database.knex, settings)));
    const once = rounds.reduce((sum, deleted) => sum + (deleted.sign_ins ?? 0), 0);
    expect(once + (await count('sign_ins'))).toBe(MANY);
    await applyRetention(database.knex, settings);
    expect(await count('sign_ins')).toBe(0);
  });

  it('stops between two steps, and goes on with the next round', async () => {
    await signIn(MANY, 401);
    let asked = 0;
    const deleted = await applyRetention(database.knex, settings, () => {
      asked += 1;
      return asked > 1;
    });
    expect(deleted.sign_ins).toBeGreaterThan(0);
    expect(await count('sign_ins')).toBe(MANY - (deleted.sign_ins ?? 0));
    await applyRetention(database.knex, settings);
    expect(await count('sign_ins')).toBe(0);
  });

  it('is told by the oldest row where it was not done', async () => {
    await signIn(1, 400);
    expect(await findOverdue(database.knex, settings)).toBeNull();
    await database.knex('sign_ins').delete();
    await signIn(1, 402);
    expect(await findOverdue(database.knex, settings)).toBe('sign_ins');
  });

  it('never is a table that the ledger or the law wants kept', async () => {
    const { rows } = await database.knex.raw<{ rows: { relname: string }[] }>(
      `select distinct relname from pg_trigger join pg_class on pg_class.oid = tgrelid
         join pg_proc on pg_proc.oid = tgfoid where proname = 'refuse_change'`,
    );
    const kept = rows.map(({ relname }) => relname);
    expect(kept.length).toBeGreaterThan(3);
    for (const { table } of retention) expect(kept).not.toContain(table);
  });
});
