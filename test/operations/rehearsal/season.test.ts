import { existsSync } from 'node:fs';
import { readShippedRulePack } from '../../../seeds/reference/seed-reference';
import { rehearseCommand } from '../../../src/cli/rehearse.command';
import { loadConfig } from '../../../src/infrastructure/config/config';
import { speak } from '../../../src/infrastructure/language/say';
import { playSeason, type Season } from '../../../src/operations/rehearsal/play-season';
import { isSound, writeReport } from '../../../src/operations/rehearsal/report';
import {
  openScratchDatabase,
  type ScratchDatabase,
} from '../../../src/operations/rehearsal/scratch-database';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

const pack = readShippedRulePack('henan-2021');
const config = loadConfig({});
/** One of each part. */
const CANDIDATES = 10;

describe('a season in which one round never opens and somebody changes a saved list', () => {
  let database: TestDatabase;
  let scratch: ScratchDatabase;
  let season: Season;

  /** The windows of the last round go before it opens, and a saved list is given another name before it is verified. */
  async function spoil(stage: string, round: string): Promise<void> {
    if (stage === 'opening' && round === 'round-3') {
      await scratch.db('windows').where({ batch_code: 'junior' }).delete();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    }
    if (stage !== 'verify') return;
    await scratch.db.raw('alter table application_versions disable trigger user');
    const last = await scratch.db('application_versions').max({ id: 'id' }).first();
    await scratch.db('application_versions').where({ id: last?.id }).update({ save_number: 3 });
  }

  beforeAll(async () => {
    database = await createTestDatabase({ bare: true });
    scratch = await openScratchDatabase(database.url, config);
    season = await playSeason(scratch, config, {
      ...{ candidates: CANDIDATES, planRows: 1500, rampSeconds: 0.5, limitMs: 120_000, pack },
      signal: new AbortController().signal,
      onStage: spoil,
    });
  });
  afterAll(() => database.drop());

  it('is played to its end, and says of both that they went wrong', () => {
    const { journal } = season;
    const troubles = journal.listTroubles().map(({ code }) => code);
    expect(new Set(troubles)).toEqual(new Set(['notOffered', 'ledgerFault', 'drift']));
    const differs = journal.checks.filter(({ wanted, found }) => wanted !== found);
    expect(differs.map(({ code }) => code)).toEqual(['batchesOpen']);
    expect(isSound(season)).toBe(false);
    const report = writeReport(season, pack);
    expect(report).toContain('**Something went wrong: see below.**');
    expect(report).toMatch(/a batch was not offered .+: \d+ times, first: 21\d+ junior 200 \/ 首页/);
    expect(report).toMatch(/the verifier found: \d+ times, first: 21/);
  });

  it('files, modifies, gives up, comes late, is refused behind the end, prints, exports and proves all else', () => {
    const { journal } = season;
    const inRound = journal.stages.filter(({ round }) => round !== 'round-3');
    expect(inRound.every(({ stage, done, of }) => done === of || stage === 'open')).toBe(true);
    const done = new Map(inRound.map((figures) => [figures.stage, figures.done]));
    for (const stage of ['opening', 'modifying', 'givingUp', 'lengthened', 'afterEnd', 'print'] as const)
      expect([stage, (done.get(stage) ?? 0) > 0]).toEqual([stage, true]);
    const found = new Map(journal.checks.map((check) => [check.code, check.found]));
    for (const code of ['versions', 'inForce', 'givenUp', 'printed', 'stamped', 'exported'] as const)
      expect([code, (found.get(code) ?? 0) > 0]).toEqual([code, true]);
    expect(journal.diary.listSteps().filter(({ broken }) => broken > 0)).toEqual([]);
  });

  it('is told in Chinese too, each step of it', () => {
    speak('zh');
    const report = writeReport(season, pack);
    speak('en');
    const [, steps = ''] = report.split('## 各步骤的用时');
    const names = [...steps.matchAll(/^\| ([^|]+) \|/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => !/[一-鿿]|---/.test(name))).toEqual([]);
  });

  it('leaves the database as it was, and no folder', async () => {
    const { folder } = scratch;
    await scratch.close();
    const { rows } = await database.knex.raw(
      "select count(*)::int as count from pg_class where relnamespace = 'public'::regnamespace",
    );
    expect([rows[0].count, existsSync(folder)]).toEqual([0, false]);
  });
});

describe('zhiyuan rehearse', () => {
  const run = async (args: readonly string[]) => {
    const printed: string[] = [];
    const code = await rehearseCommand.runAlone((line) => printed.push(line), args);
    return { code, text: printed.join('\n') };
  };

  it('touches no database in which there is anything, and not that of the installation', async () => {
    const database = await createTestDatabase();
    try {
      const { code, text } = await run(['--database', database.url]);
      expect([code, text]).toEqual([1, expect.stringContaining('The database is not empty')]);
      await expect(
        openScratchDatabase(database.url, { databaseUrl: null, databaseOwnerUrl: database.url }),
      ).rejects.toThrow('the database of the installation');
    } finally {
      await database.drop();
    }
  });

  it.each([['--candidates', '0'], ['--minutes', 'x'], ['all'], ['--fast'], ['--database', 'somewhere']])(
    'says how it is used when asked %s %s',
    async (...args: string[]) => {
      const { code, text } = await run(args.filter((arg) => arg !== undefined));
      expect([code, text]).toEqual([2, expect.stringContaining('usage: zhiyuan rehearse')]);
    },
  );
});
