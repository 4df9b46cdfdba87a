import { createHash } from 'node:crypto';
import { putSession } from '../../../src/domain/credentials/sign-in.repository';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

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
      row: null,
      noted: null,
    });

  it('is noted only for the password that was checked', async () => {
    expect(await put('stale', createHash('sha256').update('another hash').digest())).toBeNull();
    expect(await findSession()).toBeNull();
    expect(await database.knex('trusted_devices').where({ candidate_id: candidateId })).toEqual([]);
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
