import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { DBFFile } from 'dbffile';
import { readCsv } from '../../infrastructure/spreadsheets/reading/read-csv';
import type { LayoutColumn } from './layout';
import { listHeadings } from './list-rows';
import { refuseExisting } from './open-package';

/** Names of fields, which have ten letters at most: those that offices of this country write. */
const FIELD_NAMES = [
  'KSH XM KLDM KLMC XQDM XQMC XXDM XXMC BJMC PCDM PCMC ZYLMC ZYMC YXDH YXMC ZYZ',
  ...[1, 2, 3, 4, 5, 6].map((n) => `ZYDH${n} ZYMC${n} GWDH${n}`),
  'ZYTJ BCCS BCSJ JYZ',
].flatMap((names) => names.split(' '));

const MAX_LENGTH = 255;
const BATCH = 1000;
/** GBK, code page 936, for programs that look at the language of a table. */
const LANGUAGE = 0x4d;
const LANGUAGE_OFFSET = 29;
const ASCII_NAME = /^[A-Z][A-Z0-9_]{0,9}$/;

/**
 * Writes the lines of an opened package's lists.csv as a dBase III table in GB18030 (of which GBK is a part), each field
 * as wide as its longest text, 255 bytes at most. Nothing stays where something is wrong.
 * @returns lines written, and texts that had to be cut
 * @throws an error with the code EEXIST where the file is there
 */
export async function writeDbf(
  csv: string,
  columns: readonly LayoutColumn[],
  target: string,
): Promise<{ readonly lines: number; readonly cut: number }> {
  await refuseExisting(target);
  const widths = columns.map(() => 1);
  for await (const cells of readLines(csv))
    columns.forEach((_column, index) => {
      widths[index] = Math.min(MAX_LENGTH, Math.max(widths[index] ?? 1, lengthOf(cells[index] ?? '')));
    });
  const names = nameFields(columns);
  const fields = names.map((name, index) => ({ name, type: 'C' as const, size: widths[index] ?? 1 }));
  let lines = 0;
  let cut = 0;
  try {
    const table = await DBFFile.create(target, fields, { encoding: 'gb18030' });
    let rows: Record<string, string>[] = [];
    const flush = async () => {
      await table.appendRecords(rows);
      lines += rows.length;
      rows = [];
    };
    for await (const cells of readLines(csv)) {
      const texts = fields.map(({ size }, index) => shorten(cells[index] ?? '', size));
      cut += texts.filter((text, index) => text !== (cells[index] ?? '')).length;
      rows.push(Object.fromEntries(names.map((name, index) => [name, texts[index] ?? ''])));
      if (rows.length >= BATCH) await flush();
    }
    await flush();
    await writeLanguage(target);
    return { lines, cut };
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

/** The receiver's own name where it can be one; else the usual one, told apart by a number where it comes twice. */
function nameFields(columns: readonly LayoutColumn[]): readonly string[] {
  const names: string[] = [];
  for (const { heading, column } of columns) {
    const own = heading.toUpperCase();
    const usual = ASCII_NAME.test(own) ? own : (FIELD_NAMES[listHeadings.indexOf(column)] ?? 'LIE');
    let name = usual;
    for (let n = 2; names.includes(name); n += 1) name = `${usual.slice(0, 8)}${n}`;
    names.push(name);
  }
  return names;
}

/** Lines below the headings; the apostrophe that keeps a spreadsheet from computing is no part of the text. */
async function* readLines(csv: string): AsyncGenerator<readonly string[]> {
  const text = createReadStream(csv, { encoding: 'utf8' });
  for await (const rows of readCsv(text))
    for (const { number, cells } of rows)
      if (number > 1 && cells.length > 1) yield cells.map((cell) => cell.replace(/^'(?=[=+\-@\t\r])/, ''));
}

let twoBytes: ReadonlySet<string> | null = null;

/** Characters that take two bytes: all that GBK has. */
function listTwoBytes(): ReadonlySet<string> {
  const decoder = new TextDecoder('gb18030');
  const pairs: number[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) pairs.push(lead, trail);
  return new Set(decoder.decode(Uint8Array.from(pairs)));
}

/** Bytes of a text in GB18030. */
function lengthOf(text: string): number {
  twoBytes ??= listTwoBytes();
  let length = 0;
  for (const sign of text) length += sign <= '\u007f' ? 1 : twoBytes.has(sign) ? 2 : 4;
  return length;
}

function shorten(text: string, most: number): string {
  if (text.length * 4 <= most || lengthOf(text) <= most) return text;
  let kept = '';
  for (const sign of text) {
    if (lengthOf(kept + sign) > most) break;
    kept += sign;
  }
  return kept;
}

async function writeLanguage(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.write(Uint8Array.of(LANGUAGE), 0, 1, LANGUAGE_OFFSET);
  } finally {
    await handle.close();
  }
}
