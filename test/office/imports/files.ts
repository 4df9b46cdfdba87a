import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { plainFile } from '../../../src/infrastructure/byte-file';
import { examineFile } from '../../../src/infrastructure/spreadsheets/reading/examine-file';
import { findTable, openBook } from '../../../src/infrastructure/spreadsheets/reading/open-book';
import type { SourceRow } from '../../../src/infrastructure/spreadsheets/reading/source-row';

/** A folder of a test file's own. */
export interface TestFolder {
  write(name: string, content: string | Buffer): string;
  remove(): void;
}

export function createTestFolder(): TestFolder {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-imports-'));
  return {
    write(name, content) {
      const file = path.join(folder, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Every row of a file. */
export async function readAll(file: string, sheet: string | null = null): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  const book = await openBook(plainFile(file), await examineFile(plainFile(file)));
  const table = sheet === null ? book.tables[0] : findTable(book, sheet);
  for await (const batch of table?.readRows() ?? []) rows.push(...batch);
  return rows;
}

/** A line of CSV for each row. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => `${row.map(quote).join(',')}\r\n`).join('');
}

export interface ZippedFile {
  readonly name: string;
  readonly content: string | Buffer;
  /** What the directory says of its length, where it lies. */
  readonly declared?: number;
}

/** A ZIP, in which anything may be said. */
export function zip(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, declared } of files) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const title = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(declared ?? bytes.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const mark = (value: number) => {
      const buffer = Buffer.alloc(4);
      buffer.writeUInt32LE(value);
      return buffer;
    };
    const local = Buffer.concat([mark(0x04034b50), facts, title, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([mark(0x02014b50), Buffer.from([20, 0]), facts, place, title]));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

/** The smallest workbook around the rows of one sheet. */
export function workbookAround(sheet: string, options: { declared?: number } = {}): Buffer {
  return zip([
    {
      name: 'xl/workbook.xml',
      content:
        '<workbook xmlns:r="r"><sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    },
    { name: 'xl/worksheets/sheet1.xml', content: `<worksheet>${sheet}</worksheet>`, ...options },
  ]);
}
