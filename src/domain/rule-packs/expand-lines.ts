type Entry = Readonly<Record<string, unknown>>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Writes out a condition that names a line: a least total score for each 科类 that the line has one for, `below` lower,
 * with its number in the place of {score}; none where the line has no score yet.
 */
function expandCondition(condition: unknown, lines: readonly Entry[]): readonly unknown[] {
  if (!isEntry(condition) || typeof condition.line !== 'string') return [condition];
  const { line: code, below = 0, message, ...rest } = condition;
  const scores = lines.find((line) => line.code === code)?.scores;
  if (!isEntry(scores) || typeof below !== 'number') return [condition];
  return Object.entries(scores).map(([track, score]) => {
    const value = typeof score === 'number' ? score - below : score;
    return {
      ...{ field: 'totalScore', operator: 'atLeast', value, severity: 'block', ...rest },
      when: { field: 'track', equals: track },
      message: typeof message === 'string' ? message.replaceAll('{score}', String(value)) : message,
    };
  });
}

/** An entry of a pack whose `eligibility` may name lines. */
export function expandLines(entry: unknown, lines: unknown): unknown {
  if (!isEntry(entry) || !Array.isArray(entry.eligibility) || !Array.isArray(lines)) return entry;
  const known = lines.filter(isEntry);
  return { ...entry, eligibility: entry.eligibility.flatMap((one: unknown) => expandCondition(one, known)) };
}
