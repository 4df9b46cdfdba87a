/**
 * What ails the database, or what stands between it and this program; none of it is the asker's fault, and all of it
 * may be over in a moment. `uncertain`: whether the last statement was carried out is not known.
 */
export type Trouble = 'busy' | 'away' | 'uncertain' | 'readOnly' | 'full' | 'collision';

/** By SQLSTATE, or by its class where the whole class is of a kind. PostgreSQL manual, appendix A. */
const STATES: Readonly<Record<string, Trouble>> = {
  // too_many_connections and the rest of the class: out of memory, a limit of the configuration.
  '53': 'busy',
  '53100': 'full',
  // query_canceled: the statement took longer than its time limit.
  '57014': 'busy',
  // lock_not_available: the wait for a lock took longer than its time limit.
  '55P03': 'busy',
  '55006': 'busy',
  '25P03': 'uncertain',
  '25P04': 'busy',
  '25006': 'readOnly',
  '40001': 'collision',
  '40P01': 'collision',
  '40003': 'uncertain',
  // A standby that is behind, or is becoming the primary, cancels.
  '40': 'busy',
  '57P01': 'uncertain',
  '57P02': 'uncertain',
  '57P03': 'away',
  '57P04': 'away',
  '57P05': 'uncertain',
  // The account may not connect, or the database is not there: somebody is working on the server.
  '28': 'away',
  '3D000': 'away',
  '08': 'uncertain',
  '08001': 'away',
  '08004': 'away',
  // Errors of its system: a disk that cannot be read, a file that cannot be written.
  '58': 'away',
};

/** Of the machine's network, files and memory. */
const SYSTEM: Readonly<Record<string, Trouble>> = {
  ECONNREFUSED: 'away',
  ENOTFOUND: 'away',
  EAI_AGAIN: 'away',
  EHOSTUNREACH: 'away',
  ENETUNREACH: 'away',
  ETIMEDOUT: 'uncertain',
  ECONNRESET: 'uncertain',
  ECONNABORTED: 'uncertain',
  EPIPE: 'uncertain',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EROFS: 'readOnly',
  EMFILE: 'busy',
  ENFILE: 'busy',
  ENOMEM: 'busy',
};

/** What drivers and pools say without a code. */
const WORDS: readonly (readonly [RegExp, Trouble])[] = [
  // node-postgres
  [/^(Connection terminated|Connection ended)/, 'uncertain'],
  [/^Client has encountered a connection error/, 'uncertain'],
  [/^Client was closed/, 'away'],
  [/^Query read timeout/, 'uncertain'],
  [/^timeout (exceeded when trying to connect|expired)/, 'away'],
  [/^Cannot use a pool after calling end/, 'away'],
  // Knex and its pool
  [/^Knex: Timeout acquiring a connection/, 'busy'],
  [/^operation timed out for an unknown reason/, 'busy'],
  [/^Unable to acquire a connection/, 'away'],
  [/^aborted$/, 'away'],
  // Redis and its client
  [/^(Command timed out|Connection is closed|Stream isn't writeable)/, 'away'],
  [/^Reached the max retries per request limit/, 'away'],
  [/^(LOADING|CLUSTERDOWN|MASTERDOWN|TRYAGAIN|BUSY|NOREPLICAS|NOAUTH|WRONGPASS) /, 'away'],
  [/^READONLY /, 'readOnly'],
  [/^(OOM|MISCONF) /, 'full'],
];

const MAX_CAUSES = 8;

/** What kind of trouble an error tells of, itself or by what it was caused by; null where it tells of another fault. */
export function findTrouble(error: unknown): Trouble | null {
  const seen = new Set<unknown>();
  const waiting = [error];
  while (waiting.length > 0 && seen.size < MAX_CAUSES) {
    const one = waiting.shift();
    if (!isFault(one) || seen.has(one)) continue;
    seen.add(one);
    // A server of others could not be reached: the code that asked it reports that.
    if (one.message === 'fetch failed') continue;
    const found = readTrouble(one);
    if (found !== null) return found;
    waiting.push(one.cause, ...(one.errors ?? []));
  }
  return null;
}

interface Fault {
  readonly message: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  /** Of several addresses, each tried in vain. */
  readonly errors?: readonly unknown[];
}

const isFault = (thrown: unknown): thrown is Fault =>
  typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string';

function readTrouble({ code, message }: Fault): Trouble | null {
  const known =
    typeof code === 'string'
      ? (SYSTEM[code] ?? STATES[code] ?? (/^[0-9A-Z]{5}$/.test(code) ? STATES[code.slice(0, 2)] : undefined))
      : undefined;
  // PostgreSQL's own errors have a code, and may quote what somebody typed.
  const behind = typeof code === 'string' ? null : readWords(withoutStatement(message));
  return known ?? readWords(message) ?? behind;
}

const readWords = (message: string) => WORDS.find(([words]) => words.test(message))?.[1] ?? null;

/** Knex puts the statement before what went wrong: `select 1 - Connection terminated unexpectedly`. */
function withoutStatement(message: string): string {
  const at = message.lastIndexOf(' - ');
  return at < 0 ? '' : message.slice(at + 3);
}

/** Whether nothing was carried out, and the same may go well the next time. */
export function isCollision(error: unknown): boolean {
  return findTrouble(error) === 'collision';
}
