import { clockCommand, parseDuration } from '../../src/cli/clock.command';
import { loadConfig } from '../../src/infrastructure/config/config';
import { outsideDemo } from '../support/outside-demo';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

describe('zhiyuan clock', () => {
  let database: TestDatabase;
  const printed: string[] = [];
  const run = (args: string[], env: Record<string, string> = {}) =>
    clockCommand.run(
      { db: database.knex, config: loadConfig(env), print: (line) => printed.push(line) },
      args,
    );

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => printed.splice(0));

  it('adds, shows and resets the shift', async () => {
    expect(await run(['shift', '61m'])).toBe(0);
    expect(await run(['shift', '2h'])).toBe(0);
    expect(printed.at(-1)).toContain('181 minutes ahead');
    expect(await run(['show'])).toBe(0);
    expect(printed.at(-1)).toContain('181 minutes ahead');
    expect(await run(['reset'])).toBe(0);
    expect(printed.at(-1)).toContain(' 0 minutes ahead');
  });

  it.each([[['shift']], [['shift', 'soon']], [['shift', '1m', '2m']], [['stop']], [[]], [['show', 'now']]])(
    'says how it is used when asked %j',
    async (args) => {
      expect(await run(args)).toBe(2);
      expect(printed.join()).toContain('usage: zhiyuan clock');
    },
  );

  it.each(['drill', 'live'] as const)('refuses in %s and changes nothing', async (environment) => {
    expect(await run(['shift', '61m'], outsideDemo(environment))).toBe(1);
    const row = await database.knex('clock_shifts').first('shift_seconds');
    expect(row.shift_seconds).toBe(0);
  });

  it.each([
    ['61m', 3660],
    ['-1h', -3600],
    ['+90s', 90],
    ['2d', 172_800],
    ['', null],
    ['61', null],
    ['1.5h', null],
    ['99999999d', null],
  ])('reads %s', (text, seconds) => expect(parseDuration(text)).toBe(seconds));
});
