import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { verifyCommand } from '../../../src/cli/verify.command';
import { runCommand } from '../../cli/run-command';
import { writeReliability } from '../../support/reliability';
import { getProgram } from '../../support/system-packages';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { writeLargeLedger } from './large-ledger';

const VERSIONS = Number(process.env.VERSIONS ?? 40_000);
/** The longest form, as bytes. */
const BODY = Buffer.alloc(12_000, '郑');
/** Of what a core hashes in the same time: some 0.17 is usual, 20,000 a second where that is 120,000. */
const LEAST_OF_FLOOR = 0.1;
const SCRIPT = path.resolve(__dirname, '../../../deploy/verify-ledger.py');
const long = process.env.LONG === '1' ? describe : describe.skip;

/** Runs a program and tells its own processor time: others may be at work beside it. */
const CHILD_TIME = `import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, file=sys.stderr)
sys.exit(status)`;

long('a ledger of many versions', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    database = await createTestDatabase({ demo: true });
    folder = mkdtempSync(path.join(os.tmpdir(), 'ledger-'));
    await writeLargeLedger(database.knex, VERSIONS);
  }, 300_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  /** Processor time of this process alone, and the clock on the wall. */
  async function time(work: () => Promise<unknown>) {
    const [used, began] = [process.cpuUsage(), performance.now()];
    await work();
    const { user, system } = process.cpuUsage(used);
    const seconds = (user + system) / 1e6;
    return { aSecond: Math.round(VERSIONS / seconds), wall: (performance.now() - began) / 1000 };
  }

  it(`is checked at ${LEAST_OF_FLOOR} of the rate at which its bodies alone can be hashed`, async () => {
    const verify = async () => {
      const { code, text } = await runCommand(verifyCommand, database, []);
      expect([code, text]).toEqual([0, expect.stringContaining('all is right')]);
    };
    // Takes the leaves, and compiles what is hot.
    await verify();
    const floor = await time(async () => {
      for (let version = 0; version < VERSIONS; version += 1) createHash('sha256').update(BODY).digest();
    });
    const inside = await time(verify);
    const file = path.join(folder, 'export');
    const written = await time(() => runCommand(verifyCommand, database, ['--export', file]));
    const { status, stderr } = spawnSync(
      getProgram('python3'),
      ['-c', CHILD_TIME, getProgram('python3'), SCRIPT, file],
      { encoding: 'utf8' },
    );
    expect(status).toBe(0);
    const apart = Math.round(VERSIONS / Number(stderr.trim()));
    const ofOne = (aSecond: number) => `${aSecond.toLocaleString('en')} versions a second of one core`;
    const figures = [
      [`zhiyuan verify, of ${VERSIONS} versions of the longest form`, ofOne(inside.aSecond)],
      ['the same by the clock, PostgreSQL beside it', `${inside.wall.toFixed(1)} s`],
      ['zhiyuan verify --export', ofOne(written.aSecond)],
      ['deploy/verify-ledger.py', ofOne(apart)],
      ['floor: the bodies alone hashed, no more', ofOne(floor.aSecond)],
    ] as const;
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    expect(Math.min(inside.aSecond, apart) / floor.aSecond).toBeGreaterThanOrEqual(LEAST_OF_FLOOR);
    writeReliability({ promise: 'P4', test: 'test/domain/ledger/speed.test.ts', figures });
  }, 300_000);
});
