import { FileRefused } from './file-refusal';
import { MAX_CELL_LENGTH } from './limits';
import { createFormats, type NumberFormats } from './number-formats';
import { listRelationships, MAX_SMALL } from './parts';
import { readXml } from './xml';
import type { ZipFile } from './zip';

/** A sheet of cells. */
export interface BookSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Path within the ZIP. */
  readonly path: string;
}

/** What is needed to read the cells of sheets. */
export interface Workbook {
  readonly sheets: readonly BookSheet[];
  readonly sharedStrings: readonly string[];
  readonly formats: NumberFormats;
  /** Whether days count from 1904, as on old Macs. */
  readonly from1904: boolean;
}

const MAX_SHEETS = 200;
const MAIN = 'xl/workbook.xml';
const LEFT_OVER = /_x([0-9A-Fa-f]{4})_/g;

/** Text of a cell with the signs that XML cannot hold: `_x000D_` is CR, `_x005F_` the `_` before such letters. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(LEFT_OVER, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * Reads what stands beside the sheets. Parts are found by the relations between them, whatever their names.
 * @throws FileRefused notSpreadsheet or what else the ZIP is, damaged, tooLarge
 */
export async function openWorkbook(zip: ZipFile, stringBytes: number): Promise<Workbook> {
  const main = await findMain(zip);
  const parts = await listRelationships(zip, main);
  const kinds = new Map(parts.map(({ id, kind }) => [id, kind]));
  const targets = new Map(parts.map(({ id, path }) => [id, path]));
  const pathOfPart = (kind: string, usual: string) => {
    const found = parts.find((part) => part.kind === kind)?.path ?? usual;
    return zip.has(found) ? found : null;
  };
  const { listed, from1904 } = await readBook(zip, main);
  const sheets = listed
    .filter(({ relation }) => ['worksheet', ''].includes(kinds.get(relation) ?? ''))
    .map(({ name, hidden, relation }) => ({ name, hidden, path: targets.get(relation) ?? '' }));
  if (sheets.length === 0 || sheets.some(({ path }) => !zip.has(path))) throw new FileRefused('damaged');
  return {
    sheets,
    from1904,
    sharedStrings: await readSharedStrings(
      zip,
      pathOfPart('sharedStrings', 'xl/sharedStrings.xml'),
      stringBytes,
    ),
    formats: await readFormats(zip, pathOfPart('styles', 'xl/styles.xml')),
  };
}

async function findMain(zip: ZipFile): Promise<string> {
  if (zip.has('xl/vbaProject.bin')) throw new FileRefused('macros');
  if (zip.has('xl/workbook.bin')) throw new FileRefused('binarySpreadsheet');
  if (zip.has('word/document.xml')) throw new FileRefused('textDocument');
  if (zip.has('mimetype') && zip.has('content.xml')) throw new FileRefused('openDocument');
  const related = await listRelationships(zip, '');
  const main = related.find(({ kind }) => kind === 'officeDocument')?.path ?? MAIN;
  if (!zip.has(main)) throw new FileRefused('notSpreadsheet');
  if ((await listRelationships(zip, main)).some(({ kind }) => kind === 'vbaProject'))
    throw new FileRefused('macros');
  return main;
}

async function readBook(zip: ZipFile, main: string) {
  const listed: { name: string; hidden: boolean; relation: string }[] = [];
  let from1904 = false;
  let isBook = false;
  await readXml(await zip.open(main, MAX_SMALL), {
    open(element, attributes) {
      isBook ||= element === 'workbook';
      if (element === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (element !== 'sheet') return;
      if (listed.length >= MAX_SHEETS) throw new FileRefused('damaged');
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      const { name = '', state = 'visible' } = attributes;
      listed.push({ name: unescapeText(name), hidden: state !== 'visible', relation });
    },
  });
  if (!isBook) throw new FileRefused('notSpreadsheet');
  return { listed, from1904 };
}

async function readSharedStrings(
  zip: ZipFile,
  path: string | null,
  most: number,
): Promise<readonly string[]> {
  if (path === null) return [];
  const strings: string[] = [];
  let text = '';
  let inText = false;
  // Readings of characters (rPh) stand beside the text and are no part of it.
  let inReading = false;
  await readXml(await zip.open(path, most), {
    open(element) {
      if (element === 'si') text = '';
      else if (element === 'rPh') inReading = true;
      else if (element === 't') inText = !inReading;
    },
    text(more) {
      // A text that is too long is told of where a cell of the sheet has it.
      if (inText && text.length <= MAX_CELL_LENGTH) text += more;
    },
    close(element) {
      if (element === 'si') strings.push(unescapeText(text));
      else if (element === 'rPh') inReading = false;
      else if (element === 't') inText = false;
    },
  });
  return strings;
}

async function readFormats(zip: ZipFile, path: string | null): Promise<NumberFormats> {
  const own = new Map<number, string>();
  const styles: number[] = [];
  let inCells = false;
  if (path !== null)
    await readXml(await zip.open(path, MAX_SMALL), {
      open(element, attributes) {
        if (element === 'numFmt')
          own.set(Number(attributes.numFmtId), unescapeText(attributes.formatCode ?? ''));
        else if (element === 'cellXfs') inCells = true;
        else if (element === 'xf' && inCells) styles.push(Number(attributes.numFmtId ?? 0));
      },
      close(element) {
        if (element === 'cellXfs') inCells = false;
      },
    });
  return createFormats(styles, own);
}
