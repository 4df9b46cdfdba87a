import type { Grown, PageTime } from './measure';
import { growthSubjects } from './requests';
import type { SequentialScan } from './sequential-scans';

/** The most that a request may cost in the largest province, of what it costs in the smallest. */
const MOST_GROWTH = 1.1;
const MOST_PAGE_MS = 300;

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const thousands = (count: number) => count.toLocaleString('en');

/** Processor time of server and database a request, by the number of people. */
export function tellGrowth(grown: readonly Grown[]): void {
  const sum = ({ costs }: Grown, subject: keyof Grown['costs']) =>
    costs[subject].own + costs[subject].database;
  const [first] = grown;
  const last = grown.at(-1);
  if (first === undefined || last === undefined) return;
  tell(row(['ms of processor a request', ...grown.map(({ people }) => thousands(people)), 'growth', '']));
  tell(row(['---', ...grown.map(() => '---'), '---', '---']));
  for (const subject of growthSubjects) {
    const ratio = sum(last, subject) / sum(first, subject);
    const cells = grown.map((one) => {
      const { own, database } = one.costs[subject];
      return `${own.toFixed(2)} + ${database.toFixed(2)}`;
    });
    tell(row([subject, ...cells, ratio.toFixed(2), ratio <= MOST_GROWTH ? 'holds' : `above ${MOST_GROWTH}`]));
  }
}

/** How long pages of the office take. */
export function tellPages(people: number, times: readonly PageTime[]): void {
  tell(row([`page of the office, ${thousands(people)} people`, 'ms, median', 'most', '']));
  tell(row(['---', '---', '---', '---']));
  for (const { name, median, most } of times)
    tell(
      row([
        name,
        median.toFixed(0),
        most.toFixed(0),
        median <= MOST_PAGE_MS ? 'holds' : `above ${MOST_PAGE_MS}`,
      ]),
    );
}

/** Statements of all these requests that read a large table whole. */
export function tellScans(people: number, scans: readonly SequentialScan[]): void {
  tell(`sequential scans of large tables at ${thousands(people)}: ${scans.length}`);
  for (const { table, rows, statement } of scans) tell(`  ${table} (${thousands(rows)} rows): ${statement}`);
}

function tell(line: string): void {
  console.log(line);
}
