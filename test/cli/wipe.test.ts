import type { Terminal } from '../../src/cli/terminal';
import { wipeCommand } from '../../src/cli/wipe.command';
import { outsideDemo } from '../support/outside-demo';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { runCommand } from './run-command';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ demo: true });
  await database.knex('audit_entries').insert({
    actor_kind: 'candidate',
    actor_id: '1',
    action: 'test',
    subject_kind: 'candidate',
    subject_id: '1',
    address: '',
    device: '',
  });
});
afterAll(() => database.drop());

const drill = { ...outsideDemo('drill'), PUBLIC_URL: 'https://drill.example' };
const answering = (answer: string): Terminal => ({
  interactive: true,
  write: () => undefined,
  ask: async () => answer,
  signal: new AbortController().signal,
});
const countOf = async (table: string) =>
  Number((await database.knex(table).count({ count: '*' }).first())?.count);

describe('zhiyuan wipe', () => {
  it.each([
    ['demo', {}],
    ['live', outsideDemo('live')],
  ])('refuses in %s, whatever is typed', async (environment, env) => {
    const result = await runCommand(wipeCommand, database, ['--yes-wipe-drill'], {
      env,
      terminal: answering('localhost:3000'),
    });
    expect(result).toEqual({ code: 1, text: `wipe: refused, this is ${environment}; only a drill is wiped` });
    expect(await countOf('candidates')).toBeGreaterThan(0);
  });

  it.each([['drill'], [''], ['yes']])('deletes nothing when %j is typed', async (answer) => {
    const result = await runCommand(wipeCommand, database, [], { env: drill, terminal: answering(answer) });
    expect(result).toMatchObject({ code: 1, text: expect.stringContaining('nothing was deleted') });
    expect((await runCommand(wipeCommand, database, [], { env: drill })).code).toBe(1);
    expect(await countOf('candidates')).toBeGreaterThan(0);
  });

  it('takes no other words', async () => {
    expect((await runCommand(wipeCommand, database, ['--yes'], { env: drill })).code).toBe(2);
  });

  it('empties every table of candidates, keeps plan, packs and officers, and is on record', async () => {
    const kept = [
      'rule_packs',
      'windows',
      'institutions',
      'plan_entries',
      'officers',
      'admission_statistics',
      'switches',
    ];
    const before = await Promise.all(kept.map(countOf));
    const { code, text } = await runCommand(wipeCommand, database, [], {
      env: drill,
      terminal: answering('drill.example'),
    });
    expect([code, text]).toEqual([
      0,
      expect.stringMatching(/^wipe: \d+ candidates and all that they did are gone$/),
    ]);
    expect(await Promise.all(kept.map(countOf))).toEqual(before);
    const wiped = [
      'candidates',
      'credentials',
      'evaluations',
      'candidate_file_states',
      'application_versions',
      'mails',
      'sessions',
      'save_attempts',
    ];
    expect(await Promise.all(wiped.map(countOf))).toEqual(wiped.map(() => 0));
    expect(await database.knex('audit_entries')).toMatchObject([{ action: 'wipe', actor_kind: 'operator' }]);
    await expect(database.knex('audit_entries').delete()).rejects.toThrow(/never changed or deleted/);
  });
});
