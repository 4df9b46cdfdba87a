import { officerCommand } from '../../src/cli/officer.command';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const wanted = [
  '--role',
  'province',
  '--name',
  '梁文博',
  '--sign-in-name',
  'liang',
  '--place',
  '河南省招生办公室',
];

describe('zhiyuan officer', () => {
  let database: TestDatabase;
  const printed: string[] = [];
  const run = (...args: string[]) =>
    officerCommand.run(
      { db: database.knex, config: loadConfig({}), print: (line) => printed.push(line) },
      args,
    );
  const read = () => database.knex('officers').where({ sign_in_name: 'liang' }).first();

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => printed.splice(0));

  it('finds no account before the first is made', async () => {
    expect(await run('list')).toBe(0);
    expect(printed).toEqual([]);
  });

  it('makes the first account, without a password, and shows its first secret once', async () => {
    expect(await run('create', ...wanted)).toBe(0);
    expect(printed.join('\n')).toMatch(/first secret {2}[0-9A-Z]{5}-[0-9A-Z]{5}/);
    const row = await read();
    expect([row.role, row.password_hash, row.totp_secret_cipher]).toEqual(['province', null, null]);
    const hours = (row.first_secret_expires_at.getTime() - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    const secret = /secret {2}(\S+)/.exec(printed.join('\n'))?.[1] ?? '?';
    expect(JSON.stringify(row)).not.toContain(secret);
    const audit = await database.knex('audit_entries').where({ actor_kind: 'operator' }).select('action');
    expect(audit).toEqual([{ action: 'createOfficer' }]);
    expect(await run('create', ...wanted)).toBe(1);
    await run('list');
    expect(printed.at(-1)).toContain('liang\tprovince\t梁文博\t河南省招生办公室\tno password yet');
  });

  it.each([
    [[...wanted, '--county', '410122'], '--county does not belong to this role'],
    [[...wanted, '--role', 'county'], '--county is required for this role'],
    [[...wanted, '--role', 'county', '--county', '4101'], '--county has not the right shape'],
    [[...wanted, '--role', 'king'], 'usage: zhiyuan officer create'],
    [[...wanted, '--password', 'Zhiyuan#2021'], 'usage: zhiyuan officer create'],
    [['--role', 'province'], '--name is required'],
  ])('refuses %j', async (args, sentence) => {
    expect(await run('create', ...args)).toBe(2);
    expect(printed.join('\n')).toContain(sentence);
  });

  it('disables, enables and renews, and says when that cannot be', async () => {
    expect(await run('disable', 'liang')).toBe(0);
    expect((await read()).disabled_at).not.toBeNull();
    expect(await run('disable', 'liang')).toBe(1);
    expect(await run('renew', 'liang')).toBe(1);
    expect(await run('enable', 'LIANG')).toBe(0);
    const before = await read();
    expect(await run('renew', 'liang')).toBe(0);
    expect(printed.join('\n')).toContain('first secret');
    expect((await read()).first_secret_hash).not.toEqual(before.first_secret_hash);
    expect(await run('renew', 'nobody')).toBe(1);
    expect(await run('renew')).toBe(2);
    expect(await run('remove', 'liang')).toBe(2);
  });

  it.each([
    ['county', { county_code: null }],
    ['county', { county_code: '410122', city_code: '4101' }],
    ['school', { county_code: '410122', school_code: null }],
    ['city', { city_code: '41' }],
    ['province', { county_code: '410122' }],
    ['king', {}],
  ])('the database itself refuses a %s with %j', async (role, place) => {
    const row = { sign_in_name: 'wrong', name: '误', role, place_name: '误', ...place };
    await expect(database.knex('officers').insert(row)).rejects.toThrow('violates check constraint');
  });
});
