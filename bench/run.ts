import os from 'node:os';
import { collectClosers } from './closers';
import { openContest } from './contest';
import { openBenchDatabase } from './database';
import { measureGroups } from './groups';
import { measureImport } from './import-list';
import { measurePeers } from './peers/measure';
import { measurePrinting } from './print-forms';
import { startApp } from './processes';
import { playScenarios } from './scenarios/play';
import { CANDIDATES, measure, PAIRS, type Subject, subjects } from './subjects';
import { populate, recordOrders } from './world';

/** Measures what is named on the command line, or everything. */
async function run(chosen: readonly Subject[]): Promise<void> {
  console.log(`node ${process.version}, ${os.availableParallelism()} cores, medians of ${PAIRS} pairs`);
  const database = await openBenchDatabase();
  const closers = collectClosers();
  closers.push(database.close);
  try {
    const recorded = await startApp(database.url, { recorded: true });
    closers.push(recorded.stop);
    const world = await populate(database.knex, recorded.url, 2 + CANDIDATES);
    const orders = await recordOrders(recorded, database.url, world);
    await recorded.stop();
    const parts = await openContest(database.url, world, orders, closers);
    for (const subject of chosen) await measure[subject](parts);
  } finally {
    await closers.closeAll();
  }
}

const asked = subjects.filter((subject) => process.argv.includes(subject));
const asksImport = process.argv.includes('import');
const asksPrinting = process.argv.includes('printing');
const asksPeers = process.argv.includes('peers');
const asksGroups = process.argv.includes('groups');
const asksScenarios = process.argv.includes('scenarios');

/** Groups, peers, scenarios, importing and printing have databases of their own. */
async function runAll(): Promise<void> {
  const all =
    asked.length === 0 && !asksImport && !asksPrinting && !asksPeers && !asksGroups && !asksScenarios;
  if (all || asked.length > 0) await run(all ? subjects : asked);
  if (all || asksGroups) await measureGroups();
  if (all || asksPeers) await measurePeers();
  if (all || asksScenarios) await playScenarios();
  if (all || asksPrinting) await measurePrinting();
  if (all || asksImport) await measureImport();
}

runAll().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
