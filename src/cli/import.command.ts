import { access } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Knex } from 'knex';
import { getActiveRulePack } from '../domain/rule-packs/rule-pack.repository';
import type { Supplement } from '../domain/supplements/derive-supplement';
import { plainFile } from '../infrastructure/byte-file';
import { databaseClock } from '../infrastructure/clock';
import { createFonts } from '../infrastructure/fonts/fonts';
import { say, sayText } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { insertApproval } from '../office/imports/effects/approval.repository';
import type { Stake } from '../office/imports/effects/effect';
import { findListVersion } from '../office/imports/effects/list-version.repository';
import { findOperatorConsent } from '../office/imports/effects/operator-consent';
import { sayFault } from '../office/imports/fault.presenter';
import type { ImportProgress, ImportReport } from '../office/imports/import-report';
import type { ImportKind } from '../office/imports/kind';
import { findImportKind, importKinds } from '../office/imports/kinds/import-kinds';
import { remainderKind } from '../office/imports/kinds/plans';
import { presentStake } from '../office/imports/pages/job.presenter';
import { ImportStopped, isListRefusal } from '../office/imports/refusal';
import { presentRefusal } from '../office/imports/refusal.presenter';
import { importFile } from '../office/imports/writing/import-file';
import { putVersionBack } from '../office/imports/writing/put-version-back';
import { type AskedConsent, numberToType } from '../rules/consent/import-consent';
import { isLongReason } from './act-words';
import type { Command, CommandContext } from './command';
import { createProgressLine } from './progress-line';
import { readSettings, settingOptions } from './supplement';
import { STOPPED, silentTerminal } from './terminal';

const PRINTED_FAULTS = 50;

const options = {
  'dry-run': { type: 'boolean', default: false },
  map: { type: 'string', multiple: true, default: [] as string[] },
  set: { type: 'string', multiple: true, default: [] as string[] },
  headings: { type: 'string' },
  sheet: { type: 'string' },
  reason: { type: 'string', default: '' },
  number: { type: 'string' },
  version: { type: 'string' },
  supplement: { type: 'string' },
  ...settingOptions,
} as const;

interface Asked {
  readonly kind: ImportKind;
  readonly file: string;
  readonly dryRun: boolean;
  readonly headingsRow: number | null;
  readonly mapping: Readonly<Record<string, string>>;
  readonly fixed: Readonly<Record<string, string>>;
  readonly sheet: string | null;
  readonly reason: string;
  /** Of records that go or change, as it was typed. */
  readonly number: number | null;
  /** A former version in place of a file. */
  readonly version: number | null;
  /** The list is of remaining places of a batch, for a 征集: its code, and the words of the settings. */
  readonly makes: { readonly base: string; readonly words: Parameters<typeof readSettings>[2] } | null;
}

/** Takes in a list of the province: whole, or not at all. */
export const importCommand: Command = {
  name: 'import',
  usage:
    'import <kind> <file> [--dry-run] [--sheet <name>] [--headings <row>] [--map "heading=column"]… [--set "column=value"]… [--reason <text> --number <n>]\n  import <kind> --version <id> [--dry-run] [--reason <text> --number <n>]\n  import plans <file> --supplement <batch> --from <minute> --until <minute> [--daily <hours>] [--line <track=score>]… [--list <name>] [--anybody] [--reason <text> --number <n>]',
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
    '--number   with --reason: how many records go or change, where the import loses much or touches filed lists. While a',
    '           batch is open an officer of the province approves it in the browser; run the same command again then',
    '--version  puts a list back as it was before an import; zhiyuan list shows the versions',
    '--supplement  the file is of the places that a batch has left: makes its 征集, with pack, plan and window, in one act',
    '              that an officer of the province approves in the browser. --line 物理类=419 for each 科类 that may file (0:',
    '              no line), --list asks for a qualification, --anybody not for a free file, --daily 09:00-18:00',
    'Ctrl-C stops and leaves nothing. Exit codes: 0 done, 1 refused, 2 wrong words, 130 stopped.',
  ],
  async run(context, args) {
    const asked = readArguments(args);
    if (asked === null) {
      context.print(say`usage: zhiyuan ${this.usage}`);
      context.print(say`kinds: ${importKinds.map(({ code }) => code).join(', ')}`);
      return 2;
    }
    if (isLongReason(context.print, asked.reason)) return 2;
    const missing = await findMissing(context, asked);
    if (missing !== null) {
      context.print(missing);
      return 1;
    }
    if (asked.makes === null) return takeIn(context, asked);
    const { tracks } = await getActiveRulePack(context.db);
    const supplement = readSettings(tracks, asked.makes.base, asked.makes.words);
    if (supplement !== null) return takeIn(context, { ...asked, kind: remainderKind }, supplement);
    context.print(
      say`import: a 征集 needs --from and --until, and --line "track=score" for each 科类 that may file`,
    );
    return 2;
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
    const row = readNumber(values.headings);
    const [number, version] = [readNumber(values.number), readNumber(values.version)];
    const hasSource = (file === '') !== (values.version === undefined);
    const base = values.supplement;
    if (base !== undefined && (code !== 'plans' || file === '')) return null;
    const makes = base === undefined ? null : { base, words: values };
    if (kind === null || !hasSource || rest.length > 0 || mapping === null || fixed === null) return null;
    if (row === undefined || row === 0 || number === undefined || version === undefined) return null;
    const sheet = values.sheet ?? null;
    const reason = values.reason.trim();
    const dryRun = values['dry-run'];
    const layout = { headingsRow: row, mapping, fixed, sheet };
    return { kind, file, dryRun, ...layout, reason, number, version, makes };
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

/** A number of digits; null where nothing was typed, undefined where it is no number. */
function readNumber(text: string | undefined): number | null | undefined {
  if (text === undefined) return null;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Says which file or version there is not; null where there is. */
async function findMissing({ db }: CommandContext, { kind, file, version }: Asked): Promise<string | null> {
  if (version === null) return (await exists(file)) ? null : say`import: there is no file ${file}`;
  const found = await findListVersion(db, version);
  return found?.kind === kind.code ? null : `import: there is no version ${version} of ${kind.code}`;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function takeIn(context: CommandContext, asked: Asked, supplement?: Supplement): Promise<number> {
  const { db, config, print, terminal = silentTerminal } = context;
  const cipher = createCipher(config.secrets.dataKey, config.secrets.indexKey);
  const line = createProgressLine(terminal);
  try {
    const { file, ...said } = asked;
    const { kind, reason, number, version } = said;
    const operator = os.userInfo().username;
    const request = {
      ...said,
      ...(supplement !== undefined && { supplement }),
      fileName: version === null ? path.basename(file) : `version ${version}`,
      by: {
        actorKind: 'operator' as const,
        actorId: operator,
        origin: { address: 'terminal', device: os.hostname() },
      },
      signal: terminal.signal,
      onProgress: (progress: ImportProgress) => line.show(describeProgress(progress), progress.share),
      consent: (transaction: Knex.Transaction, stake: Stake, asks: AskedConsent) =>
        findOperatorConsent(transaction, { kind: kind.code, reason, number }, stake, asks),
    };
    const parts = { db, cipher, clock: databaseClock, fonts: createFonts(config.printFonts) };
    const report =
      version === null
        ? await importFile(parts, { ...request, file: plainFile(file) })
        : await putVersionBack(parts, { ...request, versionId: version });
    line.end();
    printReport(print, report);
    if (report.waits && !report.dryRun) await askForConsent(context, asked, report, operator);
    return report.faultCount > 0 || (report.waits && !report.dryRun) ? 1 : 0;
  } catch (error) {
    line.end();
    if (error instanceof ImportStopped) {
      print(say`import: stopped, nothing was written`);
      return STOPPED;
    }
    if (!isListRefusal(error)) throw error;
    print(presentRefusal(error));
    const { suggestion = '' } = error.values;
    if (suggestion !== '') print(say`it may be meant so; look it over: ${suggestion}`);
    return 1;
  }
}

/** Says what is missing; where the words are right and a second person is needed, asks the officers for it. */
async function askForConsent(
  { db, print }: CommandContext,
  { kind, reason, number }: Asked,
  report: ImportReport,
  operator: string,
): Promise<void> {
  const { stake, asks, fileName } = report;
  if (stake === null) return;
  const needed = numberToType(stake);
  if (reason === '' || number !== needed) {
    print(
      say`import: nothing was written; say --reason <text> --number ${needed} once the list above is as it should be`,
    );
    return;
  }
  if (asks !== 'secondOfficer') return;
  const request = { kind: kind.code, fileName, mark: stake.mark, report, reason, requestedBy: operator };
  const id = await insertApproval(db, request);
  if (stake.remaining !== undefined) {
    print(
      say`import: nothing was made; an officer of the province must approve it at /office/list-approvals/${id}; run the same command again then`,
    );
    return;
  }
  print(
    say`import: nothing was written; a batch is open, so that an officer of the province must approve it at /office/list-approvals/${id}, with the list of what goes; run the same command again then`,
  );
}

/** How far an import has come, in a few words. */
export function describeProgress({ phase, rows, rowsPerSecond }: ImportProgress): string {
  const read = say`${rows} rows, ${rowsPerSecond} a second`;
  return phase === 'reading' ? read : `${read}; ${sayText(phase)}…`;
}

function printReport(print: (line: string) => void, report: ImportReport): void {
  const { added, changed, unchanged, removed, kept } = report.counts;
  for (const sentence of presentStake(report)?.sentences ?? []) print(sentence);
  const printed = report.faults.slice(0, PRINTED_FAULTS);
  for (const fault of printed) print(sayFault(fault));
  const told = printed.reduce((sum, { count }) => sum + count, 0);
  if (report.faultCount > told) print(say`… ${report.faultCount - told} more of ${report.faultCount} faults`);
  printSample(print, report);
  printMade(print, report);
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

/** The 征集 that a list of remaining places makes. */
function printMade(print: (line: string) => void, { supplement }: ImportReport): void {
  if (supplement === undefined) return;
  const { batch, name, version, people } = supplement;
  print([batch, name].join('\t'));
  const count = Object.values(people ?? {}).reduce((sum, one) => sum + one, 0);
  if (people !== null) print(say`version ${version} of the pack; ${count} people may file`);
}

function describeEnd({ written, dryRun, faultCount }: ImportReport): string {
  if (written) return say`import: done`;
  if (faultCount > 0) return say`import: ${faultCount} fault(s), nothing was written`;
  return dryRun ? say`import: a dry run, nothing was written` : say`import: nothing was written`;
}
