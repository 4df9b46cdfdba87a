import { exportCommand } from '../../src/cli/export.command';
import { listCommand } from '../../src/cli/list.command';
import { officerCommand } from '../../src/cli/officer.command';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { runCommand } from './run-command';

/** Tables of the command: codes are what it takes, the names behind them are for whoever reads. */
describe('a table of the command', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
  });
  afterAll(() => database.drop());

  const lines = async (command: Parameters<typeof runCommand>[0], ...args: string[]) =>
    (await runCommand(command, database, args)).text.split('\n');

  it('names roles and places of officers', async () => {
    const listed = await lines(officerCommand, 'list');
    const county = listed.find((line) => line.includes('\tcounty\t')) ?? '';
    expect(county).toMatch(/\t县（市、区）招办\t\d{6} \S+$/);
    expect(listed.some((line) => /\tprovince\t.*\t省招办\t$/.test(line))).toBe(true);
    expect(listed.some((line) => /\tschool\t.*\t学校\t\S+ \S+（\S+）$/.test(line))).toBe(true);
  });

  it('names batches of packages and kinds of lists', async () => {
    const officer = await database.knex('officers').where({ role: 'province' }).first('id');
    await database.knex('list_exports').insert({
      batch_codes: ['early-other', 'undergraduate-1'],
      reason: '投档',
      requested_by: officer.id,
      first_half_cipher: Buffer.from('0'),
    });
    expect((await lines(exportCommand, 'list'))[0]).toMatch(
      /\tearly-other,undergraduate-1\t.*\t提前批其他、/,
    );
    await database.knex('list_versions').insert({
      kind: 'places',
      file_name: 'a.csv',
      rows: 1,
      file_hash: 'none',
      author: 'test',
      counts: JSON.stringify({ added: 1, changed: 0, unchanged: 0, removed: 0, kept: 0 }),
    });
    expect((await lines(listCommand, 'versions'))[0]).toMatch(/\tplaces\t.*\t市县名单$/);
  });
});
