import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { getActiveRulePack } from '../domain/rule-packs/rule-pack.repository';
import { formatInstant } from '../infrastructure/format-time';
import { say, sayMade, sayText } from '../infrastructure/language/say';
import { findExport, KEPT_DAYS, listExports, readParts } from '../office/exports/list-export.repository';
import { openPackage, PackageFault } from '../office/exports/open-package';
import { joinHalves, PackageRefused } from '../office/exports/package-cipher';
import { writeDbf } from '../office/exports/write-dbf';
import { findBatch } from '../rules/filing/groups';
import type { Command, CommandContext } from './command';

const usage = `export list
  export lists <id> --out <file>
  export open <file> --out <folder> [--dbf]`;

/** Packages of final lists: two officers make them in the browser; here they are taken out and opened. */
export const exportCommand: Command = {
  name: 'export',
  usage,
  summary: 'list the packages of final lists, take one out, or open one and check its manifest',
  details: [
    'A package is asked for by one officer of the province and approved by another, in the browser (志愿导出).',
    '--dbf writes lists.dbf too (dBase III, GBK), for programs that read nothing else.',
    'open asks for both halves of the passphrase, never as words of the command.',
    'Exit codes: 0 done, 1 refused, 2 wrong words.',
  ],
  async run(context, args) {
    const asked = readArguments(args);
    if (asked?.verb === 'list') return list(context);
    if (asked?.verb === 'lists' && /^[1-9]\d{0,14}$/.test(asked.subject))
      return takeOut(context, Number(asked.subject), asked.out);
    if (asked?.verb === 'open') return open(context, asked);
    context.print(say`usage: zhiyuan ${usage}`);
    return 2;
  },
};

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, dbf: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [verb, subject = '', ...rest] = positionals;
    const out = values.out ?? '';
    if (rest.length > 0 || (verb !== 'list' && (subject === '' || out === ''))) return null;
    return { verb, subject, out, dbf: values.dbf === true };
  } catch {
    return null;
  }
}

async function list({ db, print }: CommandContext): Promise<number> {
  const pack = await getActiveRulePack(db);
  const nameOf = (code: string) => findBatch(pack, code)?.name ?? code;
  for (const { id, state, batches, requestedAt } of await listExports(db, 1000)) {
    const names = batches.map(nameOf).join('、');
    print([id, sayText(state), batches.join(','), formatInstant(requestedAt), names].join('\t'));
  }
  return 0;
}

async function takeOut({ db, print }: CommandContext, id: number, out: string): Promise<number> {
  const found = await findExport(db, id);
  if (found?.state !== 'done') {
    print(say`export lists: there is no finished package ${id}`);
    return 1;
  }
  if (!found.kept) {
    print(say`export lists: the file of package ${id} was deleted; packages are kept for ${KEPT_DAYS} days`);
    return 1;
  }
  await pipeline(Readable.from(readParts(db, id)), createWriteStream(out, { flags: 'wx', mode: 0o600 }));
  print(say`${out}: ${found.manifest?.lists ?? 0} lists, encrypted`);
  return 0;
}

interface OpenArguments {
  readonly subject: string;
  readonly out: string;
  readonly dbf: boolean;
}

async function open({ print, terminal }: CommandContext, asked: OpenArguments): Promise<number> {
  const { subject: file, out } = asked;
  const first = (await terminal?.ask(say`first half of the passphrase:  `)) ?? '';
  const second = (await terminal?.ask(say`second half of the passphrase: `)) ?? '';
  try {
    const { lists, files, batches, columns } = await openPackage(file, joinHalves(first, second), out);
    print(say`${lists} lists of ${batches.join(', ')}`);
    for (const { name, sha256, bytes } of files)
      print(say`${name}\t${bytes} bytes\tSHA-256 ${sha256}\tas the manifest says`);
    if (asked.dbf) await writeTable(print, out, columns);
    return 0;
  } catch (error) {
    if (!(error instanceof PackageRefused || error instanceof PackageFault)) throw error;
    print(say`export open: ${sayMade(error.message)}`);
    return 1;
  }
}

async function writeTable(
  print: CommandContext['print'],
  folder: string,
  columns: Parameters<typeof writeDbf>[1],
): Promise<void> {
  const { lines, cut } = await writeDbf(
    path.join(folder, 'lists.csv'),
    columns,
    path.join(folder, 'lists.dbf'),
  );
  print(say`lists.dbf\t${lines} lines`);
  if (cut > 0) print(say`lists.dbf: ${cut} texts are longer than a field can be, and were cut`);
}
