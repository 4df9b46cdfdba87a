import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a long test has shown of a promise. */
export interface Shown {
  /** P1 to P48, as docs/requirements.md has them. */
  readonly promise: string;
  /** The test, from the root of the repository. */
  readonly test: string;
  /** What was counted or measured, and what came of it. */
  readonly figures: readonly (readonly [what: string, figure: string | number])[];
  /** Faults that were put in, and what found each. */
  readonly planted?: readonly (readonly [fault: string, found: string])[];
}

const root = path.resolve(__dirname, '../..');
const PAGE = path.join(root, 'docs/reliability.md');
const HEAD = `# What holds, and what was counted

The long tests write this page, each its own part: \`RELIABILITY=1 npm run test:long\`, or the command of a part. A part has what was counted in that run, and the faults that were planted so that the test is seen to find them. What each promise says more exactly, and the tests of the short suite: [requirements.md](requirements.md).
`;

/** Writes the part of a test into docs/reliability.md; in runs that are asked to alone. */
export function writeReliability(shown: Shown): void {
  if (process.env.RELIABILITY === undefined || process.env.LONG !== '1') return;
  alone(() => {
    const title = `${shown.promise}: \`${shown.test}\``;
    const parts = existsSync(PAGE) ? readFileSync(PAGE, 'utf8').split(/^## /m).slice(1) : [];
    const others = parts.filter((part) => !part.startsWith(`${title}\n`)).map((part) => part.trimEnd());
    const all = [...others, describe(title, shown)].toSorted(
      (one, other) => numberOf(one) - numberOf(other) || one.localeCompare(other),
    );
    writeFileSync(PAGE, `${[HEAD.trimEnd(), ...all.map((part) => `## ${part}`)].join('\n\n')}\n`);
  });
}

const numberOf = (part: string) => Number(/^P(\d+)/.exec(part)?.[1] ?? 0);

function describe(title: string, { promise, test, figures, planted = [] }: Shown): string {
  const table = (heads: readonly string[], rows: Shown['figures']) =>
    [heads, ['---', '---'], ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return [
    title,
    sentenceOf(promise),
    `\`LONG=1 RELIABILITY=1 npx jest ${test}\``,
    table(['what', 'figure'], figures),
    ...(planted.length > 0 ? [table(['planted', 'found by'], planted)] : []),
  ].join('\n\n');
}

/** As the page of requirements says it. */
function sentenceOf(promise: string): string {
  const line = readFileSync(path.join(root, 'docs/requirements.md'), 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`| ${promise} |`));
  const sentence = line?.split(' | ')[1];
  if (sentence === undefined) throw new Error(`docs/requirements.md has no ${promise}`);
  return sentence;
}

const LOCK = path.join(root, 'docs/.reliability.lock');
const MOST_MS = 10_000;

/** Tests run in several processes. */
function alone(work: () => void): void {
  const end = Date.now() + MOST_MS;
  for (;;) {
    try {
      closeSync(openSync(LOCK, 'wx'));
      break;
    } catch (error) {
      if (Date.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
  try {
    work();
  } finally {
    rmSync(LOCK);
  }
}
