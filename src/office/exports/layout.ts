import { listHeadings } from './list-rows';

/** A column of the tables of a package: what it holds (list-rows.ts), and what it is called there. */
export interface LayoutColumn {
  readonly heading: string;
  readonly column: string;
}

export type LayoutFault =
  | { readonly code: 'none' }
  | { readonly code: 'unknown' | 'twice' | 'long'; readonly name: string };

export const defaultLayout: readonly LayoutColumn[] = listHeadings.map((column) => ({
  heading: column,
  column,
}));

const MAX_HEADING_LENGTH = 30;

/**
 * Reads a layout, a column a line in the order in which they are wanted: 考生号, or KSH=考生号 where the receiver has a
 * name of its own for it. Blank lines are passed over.
 */
export function parseLayout(text: string): readonly LayoutColumn[] | LayoutFault {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.normalize('NFKC').trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return { code: 'none' };
  const layout: LayoutColumn[] = [];
  for (const line of lines) {
    const at = line.lastIndexOf('=');
    const column = line.slice(at + 1).trim();
    const heading = at < 0 ? column : line.slice(0, at).trim();
    if (!listHeadings.includes(column) || heading === '') return { code: 'unknown', name: line.slice(0, 40) };
    if (heading.length > MAX_HEADING_LENGTH) return { code: 'long', name: heading };
    if (layout.some((one) => one.heading.toUpperCase() === heading.toUpperCase()))
      return { code: 'twice', name: heading };
    layout.push({ heading, column });
  }
  return layout;
}

/** A layout as it is typed. */
export function formatLayout(layout: readonly LayoutColumn[]): string {
  return layout
    .map(({ heading, column }) => (heading === column ? column : `${heading}=${column}`))
    .join('\n');
}

/** Picks the cells of a layout out of a whole line (list-rows.ts). */
export function pickCells(layout: readonly LayoutColumn[]): (cells: readonly string[]) => readonly string[] {
  const places = layout.map(({ column }) => listHeadings.indexOf(column));
  return (cells) => places.map((place) => cells[place] ?? '');
}
