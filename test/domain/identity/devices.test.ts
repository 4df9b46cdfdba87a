import {
  forgetDevices,
  isTrustedDevice,
  trustDevice,
  trustFirstDevice,
} from '../../../src/domain/identity/device.repository';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

describe('trusted browsers', () => {
  let database: TestDatabase;
  let candidateId: number;

  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    candidateId = (await database.knex('candidates').first('id')).id;
    await database.knex('credentials').where({ candidate_id: candidateId }).update({ session_id: 'own' });
  });
  afterAll(() => database.drop());

  it('trusts the first one that signs in, no later one, and none whose session has ended', async () => {
    await trustFirstDevice(database.knex, [candidateId, 'elsewhere', 'ended']);
    await trustFirstDevice(database.knex, [candidateId, 'first', 'own']);
    await trustFirstDevice(database.knex, [candidateId, 'second', 'own']);
    expect(await isTrustedDevice(database.knex, candidateId, 'first')).toBe(true);
    for (const device of ['second', 'elsewhere'])
      expect(await isTrustedDevice(database.knex, candidateId, device)).toBe(false);
  });

  it('trusts none after all were forgotten, not the next that signs in either, until one proves itself', async () => {
    await forgetDevices(database.knex, candidateId);
    await trustFirstDevice(database.knex, [candidateId, 'stranger', 'own']);
    for (const device of ['first', 'stranger', '']) {
      expect(await isTrustedDevice(database.knex, candidateId, device)).toBe(false);
    }
    await trustDevice(database.knex, candidateId, 'first');
    expect(await isTrustedDevice(database.knex, candidateId, 'first')).toBe(true);
  });
});
