import os from 'node:os';
import { parseArgs } from 'node:util';
import { generateProvince } from '../../seeds/synthetic/generate-province';
import { say } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { sayFault } from '../office/imports/fault.presenter';
import type { ImportReport } from '../office/imports/import-report';
import { ImportStopped, isListRefusal } from '../office/imports/refusal';
import { presentRefusal } from '../office/imports/refusal.presenter';
import type { Command, CommandContext } from './command';
import { describeProgress } from './import.command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

const MAX_CANDIDATES = 10_000_000;
const MAX_ROWS = 1_000_000;

const options = {
  candidates: { type: 'string', default: '0' },
  plans: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1' },
} as const;

interface Asked {
  readonly candidates: number;
  readonly planRows: number;
  readonly seed: string;
}

/** A synthetic province, for drills and measurements. */
export const generateCommand: Command = {
  name: 'generate',
  usage: 'generate --candidates <N> --plans <M> [--seed <text>]',
  summary: 'a province of N synthetic candidates and M plan rows (demo and drill only)',
  details: [
    'The same seed gives the same people and plan on every machine. They have no passwords: letters with first',
    'secrets are printed for them as for others. Phones are given in a demo only, where no message leaves.',
    'Plan rows take the place of the plan of the batches that they are in.',
  ],
  async run(context, args) {
    const asked = readArguments(args);
    if (asked === null) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      return 2;
    }
    if (context.config.environment === 'live') {
      context.print(say`generate: refused, this is live: its candidates and plan are real`);
      return 1;
    }
    return generate(context, asked);
  },
};

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
    const candidates = readCount(values.candidates, MAX_CANDIDATES);
    const planRows = readCount(values.plans, MAX_ROWS);
    if (candidates === null || planRows === null || candidates + planRows === 0) return null;
    return { candidates, planRows, seed: values.seed };
  } catch {
    return null;
  }
}

function readCount(text: string, most: number): number | null {
  return /^\d{1,9}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

async function generate(context: CommandContext, asked: Asked): Promise<number> {
  const { db, config, print, terminal = silentTerminal } = context;
  const line = createProgressLine(terminal);
  try {
    const reports = await generateProvince(
      db,
      createCipher(config.secrets.dataKey, config.secrets.indexKey),
      {
        ...asked,
        phones: config.environment === 'demo',
        operator: os.userInfo().username,
        signal: terminal.signal,
        onProgress: (kind, progress) => line.show(`${kind}: ${describeProgress(progress)}`, progress.share),
      },
    );
    line.end();
    for (const report of reports) printReport(print, report);
    return reports.every(({ written }) => written) ? 0 : 1;
  } catch (error) {
    line.end();
    if (error instanceof ImportStopped) {
      print(say`generate: stopped; what had been written whole stays`);
      return STOPPED;
    }
    if (!isListRefusal(error)) throw error;
    print(presentRefusal(error));
    return 1;
  }
}

function printReport(
  print: (line: string) => void,
  { kind, rows, counts, faults, written, stake, waits }: ImportReport,
): void {
  for (const fault of faults.slice(0, 10)) print(sayFault(fault));
  if (waits && stake !== null)
    print(
      `${kind}: refused, ${stake.people} filed list(s) hold what would go; zhiyuan import asks two officers`,
    );
  const said = say`${counts.added} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.removed} removed`;
  print(written ? say`${kind}: ${rows} rows, ${said}` : say`${kind}: ${rows} rows, ${said}; NOT written`);
}
