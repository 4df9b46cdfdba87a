/** One statement as the application sent it, with the first row that came back. */
export interface RecordedStatement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Places in the order of all beginnings and ends. */
  readonly start: number;
  end: number;
  row: Readonly<Record<string, unknown>> | null;
}

/** Where the floor takes a value from, when it does what the application did for one request. */
export type Source =
  | { readonly kind: 'constant'; readonly value: unknown }
  /** The session id of the request's cookie. */
  | { readonly kind: 'session' }
  | { readonly kind: 'formToken' }
  /** Bytes that differ each time: hashes and nonces. */
  | { readonly kind: 'random'; readonly bytes: number }
  /** What an earlier statement of the same request found. */
  | { readonly kind: 'result'; readonly statement: number; readonly path: readonly string[] };

export interface ReplayedStatement {
  readonly number: number;
  readonly text: string;
  readonly values: readonly Source[];
}

/** Statements that were under way together. A transaction's stay on one connection. */
export type Stage = readonly ReplayedStatement[];

export interface KnownValues {
  readonly session: string;
  readonly formToken: string | null;
}

/**
 * Turns what one request sent into what the floor repeats for any candidate. What was under way together makes a
 * stage, but nothing that needs the answer of another one in it, and begin and commit stand alone.
 */
export function planReplay(recorded: readonly RecordedStatement[], known: KnownValues): readonly Stage[] {
  const stages: ReplayedStatement[][] = [];
  let latestEnd = -1;
  let alone = true;
  recorded.forEach((statement, number) => {
    const earlier = recorded.slice(0, number);
    const values = statement.values.map((value) => findSource(value, known, earlier));
    const current = stages.at(-1) ?? [];
    const waits = values.some(
      (value) => value.kind === 'result' && current.some((one) => one.number === value.statement),
    );
    const frames = isBegin(statement.text) || isCommit(statement.text);
    if (alone || frames || waits || statement.start > latestEnd) stages.push([]);
    alone = frames;
    latestEnd = Math.max(latestEnd, statement.end);
    stages.at(-1)?.push({ number, text: statement.text, values });
  });
  return stages;
}

export function isBegin(text: string): boolean {
  return /^begin/i.test(text);
}

export function isCommit(text: string): boolean {
  return /^commit/i.test(text);
}

function findSource(value: unknown, known: KnownValues, earlier: readonly RecordedStatement[]): Source {
  if (value === known.session) return { kind: 'session' };
  if (value === known.formToken && value !== null) return { kind: 'formToken' };
  if (isTelling(value)) {
    for (const [statement, { row }] of earlier.entries()) {
      const path = findPath(row, value);
      if (path !== null) return { kind: 'result', statement, path };
    }
  }
  if (Buffer.isBuffer(value) && value.some((byte) => byte !== 0))
    return { kind: 'random', bytes: value.length };
  return { kind: 'constant', value };
}

/** Marks of rows, by which a save knows them again. */
const MARK = /^\d+ [\d, ]*$/;

/** Small numbers and short words stand for themselves: that they occur in a row says nothing. */
function isTelling(value: unknown): boolean {
  if (typeof value === 'string' && MARK.test(value)) return true;
  if (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value)))
    return Number(value) >= 100_000;
  return value instanceof Date || Buffer.isBuffer(value);
}

function findPath(row: unknown, value: unknown): readonly string[] | null {
  if (row === null || typeof row !== 'object') return null;
  for (const [key, inner] of Object.entries(row)) {
    if (isSame(inner, value)) return [key];
    const deeper = inner instanceof Date || Buffer.isBuffer(inner) ? null : findPath(inner, value);
    if (deeper !== null) return [key, ...deeper];
  }
  return null;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one instanceof Date) return other instanceof Date && one.getTime() === other.getTime();
  if (Buffer.isBuffer(one)) return Buffer.isBuffer(other) && one.equals(other);
  return (typeof one === 'number' || typeof one === 'string') && String(one) === String(other);
}
