import os from 'node:os';
import { collectClosers } from './closers';
import { openContest } from './contest';
import { openBenchDatabase } from './database';
import { measureGroups } from './groups';
import { measureGrowth } from './growth/measure';
import { measureImport } from './import-list';
import { measurePeers } from './peers/measure';
import { drawPlots } from './plots/draw-all';
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

/** `--sizes=10000,100000`: other provinces than those three. */
function readSizes(): readonly number[] | undefined {
  const named = process.argv.find((word) => word.startsWith('--sizes='))?.slice('--sizes='.length);
  return named?.split(',').map(Number);
}

/** What has databases of its own; what is alone takes long or measures nothing, and is done where it is named. */
const others: readonly { readonly name: string; readonly alone?: true; measure(): Promise<void> }[] = [
  { name: 'growth', alone: true, measure: () => measureGrowth(readSizes()) },
  { name: 'plots', alone: true, measure: drawPlots },
  { name: 'groups', measure: measureGroups },
  { name: 'peers', measure: measurePeers },
  { name: 'scenarios', measure: playScenarios },
  { name: 'printing', measure: measurePrinting },
  { name: 'import', measure: measureImport },
];

async function runAll(): Promise<void> {
  const isAsked = (name: string) => process.argv.includes(name);
  const asked = subjects.filter(isAsked);
  const all = asked.length === 0 && !others.some(({ name }) => isAsked(name));
  if (all || asked.length > 0) await run(all ? subjects : asked);
  for (const { name, alone, measure: measureIt } of others)
    if (isAsked(name) || (all && alone !== true)) await measureIt();
}

runAll().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
