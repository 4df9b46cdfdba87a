import { zip } from './files';

/** How a workbook is put together; left out, it is as Excel does it. */
export interface BookShape {
  /** Prefix of every element of the spreadsheet language, such as `x:`. */
  readonly prefix?: string;
  readonly strict?: boolean;
  readonly workbookPath?: string;
  /** Elements before the cells, such as `cols`. */
  readonly before?: string;
  /** Elements behind the cells, such as `mergeCells`. */
  readonly after?: string;
  readonly sharedStrings?: string;
  /** Formats of numbers by style: style 1 has the first. */
  readonly formats?: readonly string[];
  readonly from1904?: boolean;
  readonly sheets?: readonly { readonly name: string; readonly state?: string; readonly rows: string }[];
  /** Files beside those of the book. */
  readonly others?: readonly { readonly name: string; readonly content: string | Buffer }[];
}

const TYPES = {
  loose: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  strict: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
};
const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A workbook around the rows of one sheet, given as XML, or of the sheets of its shape. */
export function makeBook(rows: string, shape: BookShape = {}): Buffer {
  const { prefix: p = '', workbookPath = 'xl/workbook.xml', before = '', after = '', formats = [] } = shape;
  const type = shape.strict === true ? TYPES.strict : TYPES.loose;
  const sheets = shape.sheets ?? [{ name: '名单', rows }];
  const cut = workbookPath.lastIndexOf('/') + 1;
  const relations = (items: readonly (readonly [string, string, string])[]) =>
    `<Relationships>${items.map(([id, kind, target]) => `<Relationship Id="${id}" Type="${type}/${kind}" Target="${target}"/>`).join('')}</Relationships>`;
  const namespace = `xmlns${p === '' ? '' : `:${p.slice(0, -1)}`}="main" xmlns:r="${type}"`;
  const bare = (name: string, inner: string, attributes = '') =>
    `<${p}${name} ${namespace}${attributes}>${inner}</${p}${name}>`;
  return zip([
    { name: '_rels/.rels', content: relations([['r0', 'officeDocument', `/${workbookPath}`]]) },
    {
      name: workbookPath,
      content: bare(
        'workbook',
        `<${p}workbookPr date1904="${shape.from1904 === true ? 1 : 0}"/><${p}sheets>${sheets
          .map(
            ({ name, state = 'visible' }, index) =>
              `<${p}sheet name="${escapeXml(name)}" sheetId="${index + 1}" state="${state}" r:id="s${index}"/>`,
          )
          .join('')}</${p}sheets>`,
      ),
    },
    {
      name: `${workbookPath.slice(0, cut)}_rels/${workbookPath.slice(cut)}.rels`,
      content: relations([
        ...sheets.map((_sheet, index) => [`s${index}`, 'worksheet', `/XL/Tables/t${index}.xml`] as const),
        ['st', 'styles', '/xl/format/looks.xml'],
        ['ss', 'sharedStrings', '/xl/Texts.xml'],
      ]),
    },
    {
      name: 'xl/format/looks.xml',
      content: bare(
        'styleSheet',
        `<${p}numFmts>${formats.map((format, index) => `<${p}numFmt numFmtId="${index + 164}" formatCode="${escapeXml(format)}"/>`).join('')}</${p}numFmts>` +
          `<${p}cellXfs><${p}xf numFmtId="0"/>${formats.map((_format, index) => `<${p}xf numFmtId="${index + 164}"/>`).join('')}</${p}cellXfs>`,
      ),
    },
    { name: 'xl/texts.xml', content: bare('sst', shape.sharedStrings ?? '') },
    ...sheets.map(({ rows: data }, index) => ({
      name: `xl/tables/t${index}.xml`,
      content: bare('worksheet', `${before}<${p}sheetData>${data}</${p}sheetData>${after}`),
    })),
    ...(shape.others ?? []),
  ]);
}

/** A row of texts, each with where it stands. */
export function textRow(number: number, cells: readonly string[], attributes = ''): string {
  const made = cells.map((text, index) =>
    text === ''
      ? ''
      : `<c r="${String.fromCharCode(65 + index)}${number}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`,
  );
  return `<row r="${number}"${attributes}>${made.join('')}</row>`;
}
