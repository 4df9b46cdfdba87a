import { spawnSync } from 'node:child_process';
import path from 'node:path';
import equivalentMutants from './equivalent.json';
import { describeMutations, readReport, writePage } from './mutation-page';

/** Far beyond what all mutants take; a run that hangs ends. */
const MOST_MS = 3 * 3_600_000;

/** Makes the mutants, has them judged, and writes docs/mutation.md; fails where too much survived. */
function run(): void {
  const root = path.resolve(__dirname, '../..');
  const begun = process.hrtime.bigint();
  const { status } = spawnSync(
    path.join(root, 'node_modules/.bin/stryker'),
    ['run', 'test/mutation/stryker.config.cjs'],
    { cwd: root, stdio: 'inherit', timeout: MOST_MS },
  );
  if (status !== 0) {
    process.exitCode = 1;
    return;
  }
  const minutes = Math.ceil(Number((process.hrtime.bigint() - begun) / 60_000_000_000n)) || 1;
  const { INCREMENTAL, MUTATE } = process.env;
  const what = INCREMENTAL === undefined ? '' : ', for what had changed since the run before';
  const took = `${minutes} minutes the last time${what}`;
  const report = readReport();
  // Of some files alone the page would tell too little, and nothing of the equivalents of the others.
  const known =
    MUTATE === undefined ? equivalentMutants : equivalentMutants.filter(({ file }) => file in report.files);
  const { page, wrong } = describeMutations(report, known, took);
  if (MUTATE === undefined) writePage(page);
  else process.stdout.write(page);
  for (const line of wrong) process.stderr.write(`${line}\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

run();
