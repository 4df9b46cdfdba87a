import { access } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databaseClock } from '../clock';
import { createFonts } from '../fonts';
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
import { say, sayText } from '../say';
import { createCipher } from '../security/cipher';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { STOPPED, silentTerminal } from './terminal';

const PRINTED_FAULTS = 50;

const options = {
  'dry-run': { type: 'boolean', default: false },
  map: { type: 'string', multiple: true, default: [] as string[] },
  set: { type: 'string', multiple: true, default: [] as string[] },
  headings: { type: 'string' },
  sheet: { type: 'string' },
} as const;

interface Asked {
  readonly kind: ImportKind;
  readonly file: string;
  readonly dryRun: boolean;
  readonly headingsRow: number | null;
  readonly mapping: Readonly<Record<string, string>>;
  readonly fixed: Readonly<Record<string, string>>;
  readonly sheet: string | null;
}

/** Takes in a list of the province: whole, or not at all. */
export const importCommand: Command = {
  name: 'import',
  usage:
    'import <kind> <file> [--dry-run] [--sheet <name>] [--headings <row>] [--map "heading=column"]… [--set "column=value"]…',
  summary: 'take in a list as CSV (UTF-8, GB18030) or XLSX, whole or not at all',
  details: [
    'Kinds, in the order in which a year begins:',
    ...importKinds.map(({ code, name }) => `  ${code.padEnd(15)} ${name}`),
    '',
    '--dry-run  tells every fault and what would change, and changes nothing',
    '--map      what a heading of the file, or a letter (C), stands for; it is remembered for files with the same',
    '           headings. "heading=" passes the column over; "A=院校代号+院校名称" takes a cell with code and name apart;',
    '           "D=计划数@1" and "H=计划数@2" tell records apart that stand side by side in a row',
    '--set      the value of a column that the file does not have: "年度=2020", "年度@2=2019" of the second record',
    '--headings the row of the headings as a spreadsheet counts; it is looked for without it',
    '--sheet    a sheet of a spreadsheet; the one with the columns of the kind is taken without it',
    'Ctrl-C stops and leaves nothing. Exit codes: 0 done, 1 refused, 2 wrong words, 130 stopped.',
  ],
  async run(context, args) {
    const asked = readArguments(args);
    if (asked === null) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      context.print(say`kinds: ${importKinds.map(({ code }) => code).join(', ')}`);
      return 2;
    }
    if (!(await exists(asked.file))) {
      context.print(say`import: there is no file ${asked.file}`);
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
    const mapping = readPairs(values.map);
    const fixed = readPairs(values.set);
    const row = values.headings === undefined ? null : Number(values.headings);
    const isRow = row === null || (Number.isInteger(row) && row > 0);
    if (kind === null || file === '' || rest.length > 0 || mapping === null || fixed === null || !isRow)
      return null;
    const sheet = values.sheet ?? null;
    return { kind, file, dryRun: values['dry-run'], headingsRow: row, mapping, fixed, sheet };
  } catch {
    return null;
  }
}

/** `name=value` as name and value; null where one of them is none. */
function readPairs(texts: readonly string[]): Readonly<Record<string, string>> | null {
  const pairs = texts.map((text) => /^(.+?)=(.*)$/s.exec(text));
  if (pairs.includes(null)) return null;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
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
      { db, cipher, clock: databaseClock, fonts: createFonts(config.printFonts) },
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
      print(say`import: stopped, nothing was written`);
      return STOPPED;
    }
    if (!(error instanceof ImportRefused)) throw error;
    print(presentRefusal(error));
    const { suggestion = '' } = error.values;
    if (suggestion !== '') print(say`it may be meant so; look it over: ${suggestion}`);
    return 1;
  }
}

/** How far an import has come, in a few words. */
export function describeProgress({ phase, rows, rowsPerSecond }: ImportProgress): string {
  const read = say`${rows} rows, ${rowsPerSecond} a second`;
  return phase === 'reading' ? read : `${read}; ${sayText(phase)}…`;
}

function printReport(print: (line: string) => void, report: ImportReport): void {
  const { added, changed, unchanged, removed, kept } = report.counts;
  const printed = report.faults.slice(0, PRINTED_FAULTS);
  for (const fault of printed) print(sayFault(fault));
  const told = printed.reduce((sum, { count }) => sum + count, 0);
  if (report.faultCount > told) print(say`… ${report.faultCount - told} more of ${report.faultCount} faults`);
  printSample(print, report);
  print(
    report.sheet === null
      ? say`headings in row ${report.headingsRow}`
      : say`sheet ${report.sheet}, headings in row ${report.headingsRow}`,
  );
  if (report.fixed.length > 0) print(say`fixed values: ${report.fixed.join('、')}`);
  if (report.otherSheets.length > 0) print(say`sheets passed over: ${report.otherSheets.join('、')}`);
  for (const { row, text } of report.notes) print(say`note passed over: row ${row} ${text}`);
  for (const doubt of (report.doubts ?? []).slice(0, PRINTED_FAULTS)) print(say`look at: ${sayFault(doubt)}`);
  if (report.ignored.length > 0) print(say`columns passed over: ${report.ignored.join('、')}`);
  if (report.repaired > 0) print(say`codes whose zeros were put back: ${report.repaired}`);
  const counts = say`${added} new, ${changed} changed, ${unchanged} unchanged, ${removed} removed, ${kept} kept though not in the list`;
  print(say`${report.rows} rows: ${counts}`);
  print(describeEnd(report));
}

/** The records as they would be stored. */
function printSample(print: (line: string) => void, { sample }: ImportReport): void {
  if (sample === null || sample.rows.length === 0) return;
  print([say`row`, ...sample.headings].join(' | '));
  for (const { row, cells } of sample.rows) print([row, ...cells].join(' | '));
}

function describeEnd({ written, dryRun, faultCount }: ImportReport): string {
  if (written) return say`import: done`;
  if (faultCount > 0) return say`import: ${faultCount} fault(s), nothing was written`;
  return dryRun ? say`import: a dry run, nothing was written` : say`import: nothing was written`;
}
