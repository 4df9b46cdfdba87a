import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { applicationUrlOf } from '../../src/infrastructure/database/embedded/application-role';
import { outsideDemo } from '../support/outside-demo';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const root = path.resolve(__dirname, '../..');
const secret = () => randomBytes(32).toString('hex');

interface Ended {
  readonly code: number | null;
  readonly output: string;
}

/** Starts the compiled server; stops it once it serves. */
function start(env: Record<string, string>): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/src/server.js'], {
      cwd: root,
      env: { PATH: process.env.PATH, PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const note = (chunk: unknown) => {
      output += String(chunk);
      if (output.includes('Zhiyuan (')) child.kill('SIGTERM');
    };
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    child.once('exit', (code) => resolve({ code, output }));
  });
}

describe('starting as drill or live', () => {
  let database: TestDatabase;
  let url: string;
  const { ENVIRONMENT: _, ...secrets } = outsideDemo('live');
  beforeAll(async () => {
    database = await createTestDatabase();
    url = applicationUrlOf(database.url);
  });
  afterAll(() => database.drop());

  it('serves an empty live database, without demo people, plan, officers or sign-ins on the terminal', async () => {
    const { code, output } = await start({ ENVIRONMENT: 'live', DATABASE_URL: url, ...secrets });
    expect([code, output]).toEqual([0, expect.stringContaining('Zhiyuan (live) is at')]);
    expect(output).not.toContain('Zhiyuan#2021');
    const counts = await Promise.all(
      ['candidates', 'institutions', 'plan_entries', 'officers'].map((table) =>
        database.knex(table).count({ rows: '*' }).first(),
      ),
    );
    expect(counts.map((count) => count?.rows)).toEqual([0, 0, 0, 0]);
    expect(await database.knex('platforms').pluck('code')).toEqual(['candidate-platform']);
    const other = { ...secrets, DATA_KEY: secret() };
    const refused = await start({ ENVIRONMENT: 'live', DATABASE_URL: url, ...other });
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('DATA_KEY: not what this database was written with');
    const pack = await database.knex('rule_packs').where({ active: true }).first('code');
    expect(pack?.code).toBe('henan-2021');
  });

  it.each(['drill', 'demo'])('refuses the database of live as %s', async (environment) => {
    const given = environment === 'demo' ? {} : secrets;
    const { code, output } = await start({ ENVIRONMENT: environment, DATABASE_URL: url, ...given });
    expect([code, output]).toEqual([1, expect.stringContaining('holds the data of live')]);
  });

  it.each(['drill', 'live'])('refuses to start %s as the owner of the tables', async (environment) => {
    const own = await createTestDatabase();
    try {
      const { code, output } = await start({ ...secrets, ENVIRONMENT: environment, DATABASE_URL: own.url });
      expect([code, output]).toEqual([1, expect.stringContaining('the role zhiyuan owns the tables')]);
      expect(output).toContain('zhiyuan roles');
    } finally {
      await own.drop();
    }
  });

  it('refuses to start without secrets, before anything is touched', async () => {
    const { code, output } = await start({ ENVIRONMENT: 'drill', DATABASE_URL: url });
    expect([code, output]).toEqual([2, expect.stringContaining('SESSION_SECRET is missing')]);
    expect(output).toContain('SMS_GATEWAY is missing');
  });
});
