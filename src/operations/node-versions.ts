import { say } from '../infrastructure/language/say';

/** A major version of Node on which the program is tried (docs/decisions/0055-versions-of-node.md). */
interface NodeLine {
  readonly major: number;
  /** The least minor that is asked for. */
  readonly minor: number;
  /** The last month in which Node's own project mends it, by its release schedule: 2028-04. */
  readonly keptUntil: string;
}

const RECOMMENDED: NodeLine = { major: 24, minor: 0, keptUntil: '2028-04' };
const OLDEST: NodeLine = { major: 20, minor: 19, keptUntil: '2026-04' };
const LINES = [OLDEST, { major: 22, minor: 12, keptUntil: '2027-04' }, RECOMMENDED] as const;

interface Judgement {
  readonly state: 'ok' | 'note' | 'problem';
  readonly words: string;
}

/**
 * What a version of Node is worth: too old to start the program, never tried, mended no more, or well.
 * @param version as `process.versions.node` has it: 24.1.0
 * @param now real time in milliseconds
 */
export function judgeNode(version: string, now: number): Judgement {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const line = major < OLDEST.major ? OLDEST : LINES.find((one) => one.major === major);
  if (line === undefined) {
    const tried = LINES.map((one) => one.major).join(', ');
    return { state: 'note', words: say`v${version} has not been tried: ${tried} have` };
  }
  if (major < line.major || minor < line.minor) {
    const least = `${line.major}.${line.minor}`;
    return {
      state: 'problem',
      words: say`v${version} is too old: it takes ${least} or later, best ${RECOMMENDED.major}`,
    };
  }
  const { keptUntil } = line;
  if (new Date(now).toISOString().slice(0, keptUntil.length) <= keptUntil)
    return { state: 'ok', words: `v${version}` };
  return {
    state: 'note',
    words: say`v${version} got its last security fixes in ${keptUntil}: install ${RECOMMENDED.major}, which gets them until ${RECOMMENDED.keptUntil}`,
  };
}
