import { describeMutations, type MutationReport } from './mutation-page';

const SOURCE = 'if (a > 0) return;\n  if (b | c) return;\n';
const FILE = 'src/rules/filing/save-quota.ts';

/** A report of so many killed mutants in the first line, and of these in the second. */
function report(killed: number, ...others: { becomes: string; status: string }[]): MutationReport {
  const at = (line: number) => ({ start: { line, column: 7 } });
  const mutants = [
    ...Array.from({ length: killed }, () => ({ replacement: 'x', status: 'Killed', location: at(1) })),
    ...others.map(({ becomes, status }) => ({ replacement: becomes, status, location: at(2) })),
  ];
  return {
    files: {
      [FILE]: { source: SOURCE, mutants: mutants.map((one) => ({ mutatorName: 'M', ...one })) },
    },
  };
}

const known = (becomes: string) => ({ file: FILE, line: 'if (b | c) return;', becomes, why: 'because' });

describe('the page of the mutants', () => {
  it('counts what was killed of what can be, by rows', () => {
    const { page, wrong } = describeMutations(
      report(
        38,
        { becomes: 'slow', status: 'Timeout' },
        { becomes: 'alive', status: 'Survived' },
        { becomes: 'same', status: 'Survived' },
        { becomes: 'table', status: 'Ignored' },
      ),
      [known('same')],
      '1 minute',
    );
    expect(wrong).toEqual([]);
    expect(page).toContain(
      '| rules: filing (quota of saves, groups, chains, eligibility) | 41 | 39 | 1 | 1 | 97.5 % | 1 |',
    );
    expect(page).toContain('| all | 41 | 39 | 1 | 1 | 97.5 % | 1 |');
    expect(page).toContain(`| \`${FILE}\` | \`if (b \\| c) return;\` | \`same\` | because |`);
    expect(page).toContain(`| \`${FILE}\` 2:7 | \`if (b \\| c) return;\` | \`alive\` |`);
  });

  it.each([
    [19, []],
    [18, ['94.7 %']],
  ])('fails below the mark: %i killed and one alive', (killed, expected) => {
    const { wrong } = describeMutations(report(killed, { becomes: 'x', status: 'NoCoverage' }), [], '');
    const names = ['rules: filing (quota of saves, groups, chains, eligibility)', 'all'];
    expect(wrong).toEqual(expected.flatMap((percent) => names.map((name) => `${name}: ${percent} killed`)));
  });

  it('fails on an equivalent that is killed, or is there no more', () => {
    const all = report(40, { becomes: 'same', status: 'Killed' });
    expect(describeMutations(all, [known('same'), known('gone')], '').wrong).toEqual([
      `${FILE}: no mutant that lives makes if (b | c) return; same`,
      `${FILE}: no mutant that lives makes if (b | c) return; gone`,
    ]);
  });
});
