/** A picture that a document asks for, with what stands in the table beneath. */
export interface Plot {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** A line of bars that is not to be passed; null where there is none. */
  readonly limit: number | null;
  readonly series: readonly string[];
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** `<!-- plot growth: columns 2-4, unit ms, limit 300 -->` */
const MARK = /<!-- plot ([a-z-]+): columns ([\d,-]+), unit ([^,]+?)(?:, limit ([\d.]+))? -->/g;

/**
 * The plots of a document in Markdown: each mark, its picture below with the title as what stands for it, and the first
 * table behind. So that picture and table say the same, nothing else is drawn from.
 * @throws naming the mark that has no picture or table
 */
export function readPlots(markdown: string): readonly Plot[] {
  return [...markdown.matchAll(MARK)].map((mark) => {
    const [whole, name = '', columns = '', unit = '', limit] = mark;
    const behind = markdown.slice(mark.index + whole.length);
    const title = new RegExp(`^\\s*!\\[([^\\]]+)\\]\\(plots/${name}\\.svg\\)`).exec(behind)?.[1];
    const table = /\n((?:\|.*\|\n)+)/.exec(behind)?.[1];
    if (title === undefined || table === undefined)
      throw new Error(`${whole}: ![title](plots/${name}.svg) and a table have to follow`);
    const [head = [], _line, ...body] = table.trim().split('\n').map(readCells);
    const places = listPlaces(columns);
    return {
      ...{ name, title, unit, limit: limit === undefined ? null : Number(limit) },
      series: places.map((place) => head[place] ?? ''),
      rows: body.map((cells) => ({
        label: plain(cells[0] ?? ''),
        values: places.map((place) => readNumber(cells[place] ?? '')),
      })),
    };
  });
}

const readCells = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

const plain = (cell: string) => cell.replaceAll('*', '').replaceAll('`', '');

/** `2-4` and `2,5` count from 1. */
function listPlaces(columns: string): readonly number[] {
  return columns.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_none, at) => from + at - 1);
  });
}

/** `1.35`, `1,446 a second`, `1.05 + 0.69`: of what is added, the sum; 0 where there is no number. */
function readNumber(cell: string): number {
  const parts = /^\D*([\d.,]+(?: \+ [\d.,]+)*)/.exec(cell)?.[1]?.split(' + ') ?? [];
  return parts.reduce((sum, part) => sum + Number(part.replaceAll(',', '')), 0);
}
