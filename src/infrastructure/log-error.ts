/** What a line of the log says of an error: where it happened and what kind it is, never what somebody typed. */
interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
  /** Of the database: the table, column and constraint that it names, and the routine that refused. */
  readonly table?: string;
  readonly column?: string;
  readonly constraint?: string;
  readonly routine?: string;
  readonly cause?: LoggedError;
}

const NAMES = ['code', 'table', 'column', 'constraint', 'routine'] as const;
const MOST_CAUSES = 4;

/**
 * The one form in which errors are logged. PostgreSQL says in `detail`, `where` and behind the colon of its message
 * which row failed (`Failing row contains (…, 姓名, …)`, `invalid input syntax for type date: "…"`), and libraries hang
 * requests and options on their errors: none of that goes in.
 */
export function logError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'no error was thrown', stack: '' };
  const fields: Readonly<Record<string, unknown>> = { ...error };
  const named = NAMES.flatMap((name) =>
    typeof fields[name] === 'string' ? [[name, fields[name]] as const] : [],
  );
  // PostgreSQL's errors name their routine, and quote names of people as if they were columns.
  const message = withoutValues(error.message, typeof fields.routine === 'string');
  return {
    type: error.name,
    message,
    // The stack begins with the message as it was.
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...Object.fromEntries(named),
    ...(error.cause !== undefined && depth < MOST_CAUSES && { cause: logError(error.cause, depth + 1) }),
  };
}

/** A value stands behind a colon, or has digits and signs that no name of ours has. */
function withoutValues(message: string, ofDatabase: boolean): string {
  const plain = message.replace(/\d{6,}[\dXx]*/g, '…').replace(/[^\s"'<>(]+@[^\s"'<>)]+/g, '…');
  return ofDatabase ? plain.replace(/: "[\s\S]*"/g, ': "…"').replace(/[\p{Script=Han}·]+/gu, '…') : plain;
}
