import { createHash } from 'node:crypto';
import { putSession } from '../../../src/domain/credentials/sign-in.repository';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const KEY = 'a counter';

describe('the one session of a candidate', () => {
  let database: TestDatabase;
  let candidateId: number;
  let mark: Buffer;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    const { candidate_id, password_hash } = await database
      .knex('credentials')
      .whereNotNull('password_hash')
      .first('candidate_id', 'password_hash');
    candidateId = candidate_id;
    mark = createHash('sha256').update(password_hash).digest();
    await database.knex('credentials').where({ candidate_id: candidateId }).update({ session_id: null });
    await database.knex('trusted_devices').where({ candidate_id: candidateId }).delete();
  });
  afterAll(() => database.drop());

  const findSession = async (): Promise<string | null> =>
    (await database.knex('credentials').where({ candidate_id: candidateId }).first('session_id')).session_id;
  const put = (name: string, marked = mark) =>
    putSession(database.knex, {
      candidateId,
      sessionId: name,
      device: `device of ${name}`,
      mark: marked,
      row: { id: name, data: '{}', expiresAt: 4_000_000_000 },
      noted: {
        record: { candidateId, outcome: 'signedIn', address: '203.0.113.9', device: name, userAgent: '' },
        refunds: [{ cleared: null, back: KEY, points: 1 }],
      },
    });
  const charge = () =>
    database
      .knex('throttles')
      .insert({ key: KEY, points: 30, expire: 4_000_000_000_000 })
      .onConflict('key')
      .merge();
  /** Lines, sessions and points that are charged. */
  const readLeft = async () => {
    const count = async (table: string) => Number((await database.knex(table).count())[0]?.count);
    const { points } = await database.knex('throttles').where({ key: KEY }).first('points');
    return { lines: await count('sign_ins'), sessions: await count('sessions'), points };
  };

  it('is noted only for the password that was checked, and with it line, session and what the try gives back', async () => {
    await charge();
    const before = await readLeft();
    expect(await put('stale', createHash('sha256').update('another hash').digest())).toBeNull();
    expect(await findSession()).toBeNull();
    expect(await database.knex('trusted_devices').where({ candidate_id: candidateId })).toEqual([]);
    expect(await readLeft()).toEqual(before);
    expect(await put('right')).toEqual({ replaced: null });
    expect(await readLeft()).toEqual({
      lines: before.lines + 1,
      sessions: before.sessions + 1,
      points: before.points - 1,
    });
    await database.knex('credentials').where({ candidate_id: candidateId }).update({ session_id: null });
    await database.knex('trusted_devices').where({ candidate_id: candidateId }).delete();
  });

  it('replaces the one before it, each exactly once when many come at the same moment, and one device is trusted', async () => {
    const names = Array.from({ length: 20 }, (_none, at) => `session ${at}`);
    const notes = await Promise.all(names.map((name) => put(name)));
    const replaced = notes.map((note) => note?.replaced);
    const last = await findSession();
    expect(replaced.filter((name) => name === null)).toHaveLength(1);
    expect([...replaced.filter((name) => name !== null), last].toSorted()).toEqual(names.toSorted());
    expect(await database.knex('trusted_devices').where({ candidate_id: candidateId })).toHaveLength(1);
  });
});
