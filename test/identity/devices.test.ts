import { forgetDevices, isTrustedDevice, trustDevice, trustFirstDevice } from '../../src/identity';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('trusted browsers', () => {
  let database: TestDatabase;
  let candidateId: number;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    candidateId = (await database.knex('candidates').first('id')).id;
  });
  afterAll(() => database.drop());

  it('trusts the first one that signs in and no later one', async () => {
    await trustFirstDevice(database.knex, candidateId, 'first');
    await trustFirstDevice(database.knex, candidateId, 'second');
    expect(await isTrustedDevice(database.knex, candidateId, 'first')).toBe(true);
    expect(await isTrustedDevice(database.knex, candidateId, 'second')).toBe(false);
  });

  it('trusts none after all were forgotten, not the next that signs in either, until one proves itself', async () => {
    await forgetDevices(database.knex, candidateId);
    await trustFirstDevice(database.knex, candidateId, 'stranger');
    for (const device of ['first', 'stranger', '']) {
      expect(await isTrustedDevice(database.knex, candidateId, device)).toBe(false);
    }
    await trustDevice(database.knex, candidateId, 'first');
    expect(await isTrustedDevice(database.knex, candidateId, 'first')).toBe(true);
  });
});
