import { indexIdentity, sealIdentity } from '../../src/domain/accounts/sealed';
import {
  indexIdentityNumber,
  openIdentityNumber,
  sealIdentityNumber,
} from '../../src/domain/candidates/sealed-values';
import { createLogger } from '../../src/infrastructure/logger';
import { normalisePeople, PEOPLE_FORM } from '../../src/operations/normalise-people';
import { demoCipher } from '../office/imports/run';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const silent = createLogger('silent');

describe('people of a former version', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterAll(() => database.drop());

  const setNumber = (candidateNumber: string, number: string) => {
    const { cipher, index } = sealIdentityNumber(demoCipher, number, candidateNumber);
    return database
      .knex('candidates')
      .where({ candidate_number: candidateNumber })
      .update({ identity_number_cipher: cipher, identity_number_index: index });
  };
  const find = (candidateNumber: string) =>
    database.knex('candidates').where({ candidate_number: candidateNumber }).first();

  it('are brought to the form in which they are looked for, once, and clashes stay', async () => {
    const { knex } = database;
    const [one, other, third] = await knex('candidates').orderBy('id').limit(3).pluck('candidate_number');
    await setNumber(one, '410122830709983');
    await knex('candidates').where({ candidate_number: one }).update({ name: '刘\ue863\u200b' });
    // Two rows of one person: neither is lost.
    await setNumber(other, '410122830709985');
    await setNumber(third, '410122198307099858');
    const foreign = { series: 'citizen', number: '941840200301020411' } as const;
    const person = await knex('persons').orderBy('id').first();
    const account = await knex('accounts').where({ identity_index: person.identity_index }).first();
    const valuesFor = (holder: string) => {
      const { cipher, index } = sealIdentity(demoCipher, foreign, holder);
      return { identity_cipher: cipher, identity_index: index, name: '阿卜杜•热合曼' };
    };
    await knex('persons').where({ id: person.id }).update(valuesFor(person.subject));
    await knex('accounts').where({ id: account.id }).update(valuesFor(account.user_name));

    await normalisePeople(knex, demoCipher, silent);

    const candidate = await find(one);
    expect(candidate.name).toBe('刘䶮');
    expect(openIdentityNumber(demoCipher, candidate.identity_number_cipher, one)).toBe('410122198307099831');
    expect(candidate.identity_number_index).toEqual(indexIdentityNumber(demoCipher, '410122198307099831'));
    expect(openIdentityNumber(demoCipher, (await find(other)).identity_number_cipher, other)).toBe(
      '410122830709985',
    );
    const now = indexIdentity(demoCipher, { ...foreign, series: 'foreignResident' });
    const brought = { identity_index: now, name: '阿卜杜·热合曼', document_kind: 'foreignResident' };
    expect(await knex('persons').where({ id: person.id }).first()).toMatchObject(brought);
    expect(await knex('accounts').where({ identity_index: now }).first()).toMatchObject(brought);
    expect(await knex('people_normal_forms').first()).toMatchObject({ version: PEOPLE_FORM, clashes: 1 });
    expect(await knex('audit_entries').where({ action: 'normalisePeople' }).first()).toMatchObject({
      detail: { changed: expect.any(Number), clashes: 1 },
    });

    // Once one of the two is somebody else, the next start brings the other, and the one after looks no more.
    await setNumber(third, '410122200301050113');
    await normalisePeople(knex, demoCipher, silent);
    expect(openIdentityNumber(demoCipher, (await find(other)).identity_number_cipher, other)).toBe(
      '410122198307099858',
    );
    expect(await knex('people_normal_forms').first()).toMatchObject({ clashes: 0 });
    await knex('candidates').where({ candidate_number: one }).update({ name: '刘\ue863' });
    await normalisePeople(knex, demoCipher, silent);
    expect((await find(one)).name).toBe('刘\ue863');
  });
});
