import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { StartRefused } from '../infrastructure/start-refused';

/** What a witness has seen of one ledger, in the order in which it saw it. */
interface Witnessed {
  /** What its next notes are checked with; '' before the first look. */
  readonly verifier: string;
  /** Checkpoints that were consistent with those before, countersigned. */
  readonly notes: readonly string[];
}

/** A line of the file: the verifier first, then one note each; what did not fit is kept as evidence. */
interface Line {
  readonly verifier?: string;
  /** Of a verifier that is not the first: how the one before has handed on to it. */
  readonly handover?: string;
  readonly note?: string;
  readonly refused?: string;
}

/** Reads the file of `zhiyuan witness`; one that is not there has seen nothing. @throws StartRefused naming the line */
export function readWitnessed(file: string): Witnessed {
  if (!existsSync(file)) return { verifier: '', notes: [] };
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, at) => parse(file, line, at + 1));
  return {
    verifier: lines.findLast(({ verifier }) => verifier !== undefined)?.verifier ?? '',
    notes: lines.flatMap(({ note }) => (note === undefined ? [] : [note])),
  };
}

function parse(file: string, line: string, place: number): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    throw new StartRefused(`${file}: line ${place} cannot be read; put the file back from a copy.`);
  }
}

/** Adds a line that a crash does not take away again. */
export function appendWitnessed(file: string, line: Line): void {
  const handle = openSync(file, 'a', 0o644);
  try {
    appendFileSync(handle, `${JSON.stringify(line)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
