import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../src/infrastructure/paths';
import { drawBars } from './draw-bars';
import { readPlots } from './read-plots';

const DOCS = path.join(projectRoot, 'docs');

/** Draws every plot of docs/performance.md from the table beneath it, into docs/plots. */
export async function drawPlots(): Promise<void> {
  mkdirSync(path.join(DOCS, 'plots'), { recursive: true });
  for (const plot of readPlots(readFileSync(path.join(DOCS, 'performance.md'), 'utf8'))) {
    writeFileSync(path.join(DOCS, 'plots', `${plot.name}.svg`), drawBars(plot));
    console.log(`docs/plots/${plot.name}.svg: ${plot.rows.length} rows`);
  }
}
