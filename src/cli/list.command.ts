import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getActiveRulePack } from '../domain/rule-packs/rule-pack.repository';
import { formatInstant } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';
import { createCipher } from '../infrastructure/security/cipher';
import { CSV_MARK, formatCsvLine } from '../infrastructure/spreadsheets/csv';
import { writeXlsx } from '../infrastructure/spreadsheets/xlsx';
import { listListVersions } from '../office/imports/effects/list-version.repository';
import { readTable } from '../office/imports/effects/read-table';
import { findImportKind, importKinds } from '../office/imports/kinds/import-kinds';
import type { Command, CommandContext } from './command';

const VERSIONS = 200;
const usage = `list versions [<kind>]
  list export <kind> <file.csv|file.xlsx>`;

/** Lists as they stand, and the versions that were before each import. */
export const listCommand: Command = {
  name: 'list',
  usage,
  summary:
    'write a list to a file in the shape in which it is taken in, or show what stood before each import',
  details: [
    `Kinds: ${importKinds.map(({ code, name }) => `${code} (${name})`).join(', ')}.`,
    'import <kind> --version <id> puts one back.',
  ],
  async run(context, [verb, code = '', file = '', ...rest]) {
    const kind = findImportKind(code);
    if (verb === 'versions' && file === '' && (code === '' || kind !== null))
      return showVersions(context, code);
    const format = /\.(csv|xlsx)$/i.exec(file)?.[1]?.toLowerCase();
    if (verb !== 'export' || kind === null || format === undefined || rest.length > 0) {
      context.print(say`usage: zhiyuan ${usage}`);
      return 2;
    }
    return exportList(context, kind.code, file, format);
  },
};

async function showVersions({ db, print }: CommandContext, code: string): Promise<number> {
  const kind = findImportKind(code)?.code;
  for (const version of await listListVersions(db, VERSIONS, kind)) {
    const { id, madeAt, rows, fileName, author, counts, reason } = version;
    const said = `+${counts.added} ~${counts.changed} -${counts.removed}`;
    const name = findImportKind(version.kind)?.name ?? '';
    print(
      [id, version.kind, formatInstant(madeAt), rows, fileName, author, said, reason ?? '', name].join('\t'),
    );
  }
  return 0;
}

async function exportList(
  { db, config, print }: CommandContext,
  code: string,
  file: string,
  format: string,
): Promise<number> {
  const kind = findImportKind(code);
  if (kind === null) return 2;
  const cipher = createCipher(config.secrets.dataKey, config.secrets.indexKey);
  const pack = await getActiveRulePack(db);
  const { headings, rows } = readTable(db, kind, { pack, cipher, extent: 'all' });
  const bytes =
    format === 'csv' ? writeLines(headings, rows) : writeXlsx({ name: 'Sheet', headings, count: 1, rows });
  // Lists hold personal data: nobody else on the machine reads the file.
  await pipeline(Readable.from(bytes), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
  print(say`list: ${kind.code} written to ${file}`);
  return 0;
}

async function* writeLines(
  headings: readonly string[],
  rows: ReturnType<typeof readTable>['rows'],
): AsyncGenerator<string> {
  yield CSV_MARK + formatCsvLine(headings);
  for await (const row of rows) yield formatCsvLine(row);
}
