import { Query } from 'pg';

export type DriverCallback = (error: Error | null, result?: unknown) => void;

/** Whom the driver's `query` is to tell, given what it was called with: a prepared statement brings its own. Null: a promise. */
export function findDriverCallback(given: readonly unknown[]): DriverCallback | null {
  const [asked] = given;
  const told = asked instanceof Query ? (asked as unknown as { callback: unknown }).callback : given.at(-1);
  return typeof told === 'function' ? (told as DriverCallback) : null;
}
