const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Lines that are looked at: titles and notes stand above the headings, and have no cells. */
const LOOKED_AT = 40;

/**
 * The sign that parts the cells: the one that stands as often in the most lines; of two the one that stands in more
 * lines at all, then the one that stands there more often.
 */
export function findDelimiter(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .replace(/"[^"]*"/g, '')
    .split('\n')
    .slice(0, LOOKED_AT);
  const scores = DELIMITERS.map((delimiter) => score(lines.map((line) => line.split(delimiter).length - 1)));
  return DELIMITERS[scores.indexOf(Math.max(...scores))] ?? ',';
}

function score(counts: readonly number[]): number {
  const lines = new Map<number, number>();
  const some = counts.filter((count) => count > 0);
  for (const count of some) lines.set(count, (lines.get(count) ?? 0) + 1);
  // Lines, of which there are forty at most, weigh in hundreds; a count in thousandths: a wider row is refused.
  const weigh = ([count, times]: readonly [number, number]) =>
    times * 100 + some.length + Math.min(count, 999) / 1000;
  return Math.max(0, ...[...lines].map(weigh));
}
