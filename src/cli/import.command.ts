import { access } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databaseClock } from '../clock';
import {
  findImportKind,
  type ImportKind,
  type ImportProgress,
  ImportRefused,
  type ImportReport,
  ImportStopped,
  importFile,
  importKinds,
  presentRefusal,
  sayFault,
} from '../imports';
import { createCipher } from '../security/cipher';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

const PRINTED_FAULTS = 50;

const options = {
  'dry-run': { type: 'boolean', default: false },
  map: { type: 'string', multiple: true, default: [] as string[] },
  sheet: { type: 'string' },
} as const;

interface Asked {
  readonly kind: ImportKind;
  readonly file: string;
  readonly dryRun: boolean;
  readonly mapping: Readonly<Record<string, string>>;
  readonly sheet: string | null;
}

/** Takes in a list of the province: whole, or not at all. */
export const importCommand: Command = {
  name: 'import',
  usage: 'import <kind> <file> [--dry-run] [--map "heading=column"]… [--sheet <name>]',
  summary: 'take in a list as CSV (UTF-8, GB18030) or XLSX, whole or not at all',
  details: [
    'Kinds, in the order in which a year begins:',
    ...importKinds.map(({ code, name }) => `  ${code.padEnd(15)} ${name}`),
    '',
    '--dry-run  tells every fault and what would change, and changes nothing',
    '--map      what a heading of the file stands for; it is remembered. "heading=" passes the column over',
    '--sheet    a sheet of a spreadsheet; the first is taken without it',
    'Ctrl-C stops and leaves nothing. Exit codes: 0 done, 1 refused, 2 wrong words, 130 stopped.',
  ],
  async run(context, args) {
    const asked = readArguments(args);
    if (asked === null) {
      context.print(`usage: zhiyuan ${this.usage}`);
      context.print(`kinds: ${importKinds.map(({ code }) => code).join(', ')}`);
      return 2;
    }
    if (!(await exists(asked.file))) {
      context.print(`import: there is no file ${asked.file}`);
      return 1;
    }
    return takeIn(context, asked);
  },
};

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      strict: true,
      allowPositionals: true,
    });
    const [code = '', file = '', ...rest] = positionals;
    const kind = findImportKind(code);
    const pairs = values.map.map((pair) => /^(.+?)=(.*)$/s.exec(pair));
    if (kind === null || file === '' || rest.length > 0 || pairs.includes(null)) return null;
    const mapping = Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
    return { kind, file, dryRun: values['dry-run'], mapping, sheet: values.sheet ?? null };
  } catch {
    return null;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function takeIn(
  { db, config, print, terminal = silentTerminal }: CommandContext,
  asked: Asked,
): Promise<number> {
  const cipher = createCipher(config.secrets.dataKey, config.secrets.indexKey);
  const line = createProgressLine(terminal);
  try {
    const report = await importFile(
      { db, cipher, clock: databaseClock },
      {
        ...asked,
        path: asked.file,
        fileName: path.basename(asked.file),
        by: {
          actorKind: 'operator',
          actorId: os.userInfo().username,
          origin: { address: 'terminal', device: os.hostname() },
        },
        signal: terminal.signal,
        onProgress: (progress) => line.show(describeProgress(progress), progress.share),
      },
    );
    line.end();
    printReport(print, report);
    return report.faultCount > 0 ? 1 : 0;
  } catch (error) {
    line.end();
    if (error instanceof ImportStopped) {
      print('import: stopped, nothing was written');
      return STOPPED;
    }
    if (!(error instanceof ImportRefused)) throw error;
    print(presentRefusal(error));
    return 1;
  }
}

/** How far an import has come, in a few words. */
export function describeProgress({ phase, rows, rowsPerSecond }: ImportProgress): string {
  const read = `${rows} rows, ${rowsPerSecond} a second`;
  return phase === 'reading' ? read : `${read}; ${phase}…`;
}

function printReport(print: (line: string) => void, report: ImportReport): void {
  const { added, changed, unchanged, removed, kept } = report.counts;
  for (const fault of report.faults.slice(0, PRINTED_FAULTS)) print(sayFault(fault));
  if (report.faultCount > PRINTED_FAULTS)
    print(`… ${report.faultCount - PRINTED_FAULTS} more of ${report.faultCount} faults`);
  if (report.ignored.length > 0) print(`columns passed over: ${report.ignored.join('、')}`);
  if (report.repaired > 0) print(`codes whose zeros were put back: ${report.repaired}`);
  const counts = `${added} new, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${kept} kept though not in the list`;
  print(`${report.rows} rows: ${counts}`);
  print(describeEnd(report));
}

function describeEnd({ written, dryRun, faultCount }: ImportReport): string {
  if (written) return 'import: done';
  if (faultCount > 0) return `import: ${faultCount} fault(s), nothing was written`;
  return dryRun ? 'import: a dry run, nothing was written' : 'import: nothing was written';
}
