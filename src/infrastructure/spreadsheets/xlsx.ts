import type { Cell } from './csv';
import { type ZipMember, zipMembers } from './zip-stream';

/** A sheet holds no more; longer tables go on in another sheet. */
const MAX_ROWS = 1_048_576;
/** Rows that are made into one piece of text. */
const PIECE = 200;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Text in every cell, marked as such: what is typed over it later stays text too, and leading zeros stand. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

interface SheetSource {
  /** Of the first sheet; those after it get a number. At most 25 characters, none of []:*?/\. */
  readonly name: string;
  readonly headings: readonly string[];
  /** Of the columns, in characters. */
  readonly widths?: readonly number[];
  /** How many rows there will be, the headings left out: it decides how many sheets there are. */
  readonly count: number;
  readonly rows: AsyncIterable<readonly Cell[]>;
}

/**
 * A spreadsheet as a stream of bytes, in steady memory. Texts are stored as texts and never as formulas. Rows beyond
 * `count` are left out where they would not fit.
 */
export function writeXlsx(source: SheetSource): AsyncGenerator<Buffer> {
  const sheets = Math.max(1, Math.ceil(source.count / (MAX_ROWS - 1)));
  const names = Array.from({ length: sheets }, (_none, index) =>
    index === 0 ? source.name : `${source.name}${index + 1}`,
  );
  return zipMembers(listMembers(source, names));
}

function* listMembers(source: SheetSource, names: readonly string[]): Generator<ZipMember> {
  const rows = source.rows[Symbol.asyncIterator]();
  yield { name: '[Content_Types].xml', content: once(contentTypes(names)) };
  yield {
    name: '_rels/.rels',
    content: once(relations([['rId1', `${RELATIONS}/officeDocument`, 'xl/workbook.xml']])),
  };
  yield { name: 'xl/workbook.xml', content: once(workbook(names)) };
  yield {
    name: 'xl/_rels/workbook.xml.rels',
    content: once(
      relations([
        ...names.map(
          (_name, index): Relation => [
            `rId${index + 1}`,
            `${RELATIONS}/worksheet`,
            `worksheets/sheet${index + 1}.xml`,
          ],
        ),
        ['styles', `${RELATIONS}/styles`, 'styles.xml'],
      ]),
    ),
  };
  yield { name: 'xl/styles.xml', content: once(STYLES) };
  for (const index of names.keys())
    yield { name: `xl/worksheets/sheet${index + 1}.xml`, content: writeSheet(source, rows) };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

async function* writeSheet(
  { headings, widths = [] }: SheetSource,
  rows: AsyncIterator<readonly Cell[]>,
): AsyncGenerator<string> {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  );
  const cols = columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`;
  yield `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${cols}<sheetData>`;
  let piece = formatRow(headings, 1, 2);
  for (let row = 1; row < MAX_ROWS; row += 1) {
    const next = await rows.next();
    if (next.done === true) break;
    piece += formatRow(next.value, row + 1, 1);
    if (row % PIECE === 0) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}</sheetData></worksheet>`;
}

function formatRow(cells: readonly Cell[], row: number, style: number): string {
  const written = cells.map((cell, index) => formatCell(cell, `${nameColumn(index)}${row}`, style));
  return `<row r="${row}">${written.join('')}</row>`;
}

/** A to Z, AA to ZZ. */
function nameColumn(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : `${String.fromCharCode(64 + Math.floor(index / 26))}${last}`;
}

function formatCell(cell: Cell, place: string, style: number): string {
  if (cell === null || cell === '') return '';
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  const text = cell instanceof Date ? cell.toISOString() : cell;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML knows no control characters, and no halves of characters. */
function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
}

type Relation = readonly [id: string, type: string, target: string];

function relations(list: readonly Relation[]): string {
  const entries = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${entries.join('')}</Relationships>`;
}

function workbook(names: readonly string[]): string {
  const sheets = names.map(
    (name, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

function contentTypes(names: readonly string[]): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const sheets = names.map(
    (_name, index) =>
      `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${sheets.join('')}</Types>`;
}
