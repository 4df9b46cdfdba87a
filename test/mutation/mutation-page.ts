import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A change of the code that no test can find, because nothing anybody sees is changed by it. */
export interface EquivalentMutant {
  readonly file: string;
  /** The line on which the change begins, without its indent. */
  readonly line: string;
  /** What stands in the place of what was changed. */
  readonly becomes: string;
  readonly why: string;
}

/** A change of the code, as the report of a run has it. */
interface Mutant {
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly status: string;
  readonly static?: boolean;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** What a run found, by the paths of the files. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly Mutant[] }>>;
}

/** Of a hundred mutants so many have to be killed. */
export const LEAST = 95;

/** What became of the mutants of one folder, or one file of a wing. */
interface Score {
  readonly mutants: number;
  readonly killed: number;
  readonly equivalent: number;
  readonly survived: number;
  readonly untouched: number;
}

const KILLED = ['Killed', 'Timeout', 'RuntimeError', 'CompileError'];
const ALIVE = ['Survived', 'NoCoverage'];

const groups: readonly (readonly [name: string, belongs: RegExp])[] = [
  ['rules: filing (quota of saves, groups, chains, eligibility)', /^src\/rules\/filing\//],
  ['rules: windows', /^src\/rules\/windows\//],
  ['rules: identity and risk', /^src\/rules\/identity\//],
  ['rules: account', /^src\/rules\/account\//],
  ['rules: waiting room', /^src\/rules\/waiting-room\//],
  ['rules: alerts', /^src\/rules\/alerts\//],
  ['rules: consent', /^src\/rules\/consent\//],
  ['rules: packs and their checks', /^src\/rules\/pack/],
  ['ladder: proofs, risk, 忘记密码', /^src\/(domain\/identity|candidate\/password-reset\/[^/]*\.service)/],
  ['authorisation: lines of routes', /\/routes\.ts$/],
  ['authorisation: guards, wings, switches, scopes', /^src\//],
];

interface Found {
  readonly group: string;
  readonly file: string;
  readonly line: string;
  readonly at: string;
  readonly mutant: Mutant;
}

function listFound({ files }: MutationReport): readonly Found[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const group = groups.find(([, belongs]) => belongs.test(file))?.[0] ?? file;
    const lines = source.split('\n');
    return mutants.map((mutant) => {
      const { line, column } = mutant.location.start;
      return {
        group,
        file,
        mutant,
        at: `\`${file}\` ${line}:${column}`,
        line: (lines[line - 1] ?? '').trim(),
      };
    });
  });
}

const isOf = ({ file, line, mutant }: Found, known: EquivalentMutant) =>
  file === known.file && line === known.line && mutant.replacement === known.becomes;

/** What the page says, and what is wrong: a folder below the mark, a survivor, or an equivalent that is none. */
export function describeMutations(
  report: MutationReport,
  equivalent: readonly EquivalentMutant[],
  took: string,
): { readonly page: string; readonly wrong: readonly string[] } {
  const found = listFound(report);
  const alive = found.filter(({ mutant }) => ALIVE.includes(mutant.status));
  const survivors = alive.filter((one) => !equivalent.some((known) => isOf(one, known)));
  const gone = equivalent.filter((known) => !alive.some((one) => isOf(one, known)));
  const scoreOf = (some: readonly Found[]): Score => {
    const survived = some.filter((one) => survivors.includes(one)).length;
    const living = some.filter((one) => alive.includes(one)).length;
    return {
      mutants: some.length,
      killed: some.filter(({ mutant }) => KILLED.includes(mutant.status)).length,
      equivalent: living - survived,
      survived,
      untouched: some.filter(({ mutant }) => mutant.status === 'Ignored').length,
    };
  };
  const rows = groups
    .map(([name]) => [name, scoreOf(found.filter(({ group }) => group === name))] as const)
    .filter(([, score]) => score.mutants > score.untouched);
  const total = ['all', scoreOf(found)] as const;
  const low = [...rows, total].filter(([, score]) => percentOf(score) < LEAST);
  return {
    page: composePage([...rows, total], equivalent, survivors, took),
    wrong: [
      ...low.map(([name, score]) => `${name}: ${percentOf(score).toFixed(1)} % killed`),
      ...gone.map(({ file, line, becomes }) => `${file}: no mutant that lives makes ${line} ${becomes}`),
    ],
  };
}

/** Of the mutants that can be killed. */
function percentOf({ killed, survived }: Score): number {
  return killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);
}

const code = (text: string) => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replace(/\s+/g, ' ')}\``;

function composePage(
  rows: readonly (readonly [name: string, score: Score])[],
  equivalent: readonly EquivalentMutant[],
  survivors: readonly Found[],
  took: string,
): string {
  const table = (heads: readonly string[], cells: readonly (readonly (string | number)[])[]) =>
    [heads, heads.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
  return `${[
    '# Mutants of the rules, the ladder and the guards',
    `\`npm run test:mutation\` writes this page (${took}). Stryker changes one thing at a time in these files (a condition, a boundary, a string, a block left out) and runs the tests without a database that reach it; a change that no test notices has survived. At least ${LEAST} of 100 have to be killed in each row: why, and how it runs, is in [decision 0080](decisions/0080-mutants.md).`,
    table(
      [
        'what',
        'mutants',
        'killed',
        'equivalent',
        'survived',
        'killed of those that can be',
        'not run: tables of a module',
      ],
      rows.map(([name, score]) => [
        name,
        score.mutants - score.untouched,
        score.killed,
        score.equivalent,
        score.survived,
        `${percentOf(score).toFixed(1)} %`,
        score.untouched,
      ]),
    ),
    ...(equivalent.length === 0
      ? []
      : [
          '## Equivalent',
          'Changes that nobody can see, each with its reason (`test/mutation/equivalent.json`).',
          table(
            ['file', 'line', 'becomes', 'why'],
            equivalent.map(({ file, line, becomes, why }) => [`\`${file}\``, code(line), code(becomes), why]),
          ),
        ]),
    ...(survivors.length === 0
      ? []
      : [
          '## Survived',
          table(
            ['where', 'line', 'becomes'],
            survivors.map(({ at, line, mutant }) => [at, code(line), code(mutant.replacement ?? '')]),
          ),
        ]),
  ].join('\n\n')}\n`;
}

const root = path.resolve(__dirname, '../..');

/** The report that a run leaves. */
export function readReport(): MutationReport {
  return JSON.parse(readFileSync(path.join(root, 'coverage/mutation.json'), 'utf8'));
}

export function writePage(page: string): void {
  writeFileSync(path.join(root, 'docs/mutation.md'), page);
}
