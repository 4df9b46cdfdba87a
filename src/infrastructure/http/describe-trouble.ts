import { findTrouble, type Trouble } from '../database/trouble';
import { AppError, type ErrorCode } from '../errors';

const ANSWERS: Readonly<Record<Trouble, readonly [ErrorCode, number]>> = {
  busy: ['databaseBusy', 5],
  collision: ['databaseBusy', 5],
  away: ['databaseAway', 10],
  uncertain: ['outcomeUnknown', 10],
  readOnly: ['databaseReadOnly', 30],
  full: ['databaseFull', 60],
};

/** Trouble of the database as its askers are told of it: 503, and when to come again. Null for any other error. */
export function describeTrouble(error: unknown): AppError | null {
  const trouble = findTrouble(error);
  if (trouble === null) return null;
  const [code, seconds] = ANSWERS[trouble];
  const told = new AppError(code, 503, { seconds });
  told.cause = error;
  return told;
}
