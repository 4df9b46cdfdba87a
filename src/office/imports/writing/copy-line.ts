/** What COPY writes into a column. */
export type CopyValue = string | number | boolean | Buffer | readonly string[] | null;

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One line of COPY's text format. */
export function formatCopyLine(row: number, values: readonly CopyValue[]): string {
  let line = String(row);
  for (const value of values) line += `\t${formatValue(value)}`;
  return `${line}\n`;
}

function formatValue(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapeText(value);
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  if (Array.isArray(value)) return escapeText(`{${value.map(quoteElement).join(',')}}`);
  return String(value);
}

function escapeText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (sign) => ESCAPES[sign] ?? sign) : text;
}

function quoteElement(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** A staged column: its name and its type in PostgreSQL. */
export type StagingColumn = readonly [name: string, type: string];
