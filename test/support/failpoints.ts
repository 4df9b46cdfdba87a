import { Client, Query } from 'pg';
import { type DriverCallback, findDriverCallback } from './driver-callback';

/*
 * Every await of an act is a statement that goes to the database: what a process does between two of them is gone with
 * it. So an act is run again and again, and killed before its first statement leaves, after the first is answered,
 * before the second leaves, until it passes. Nothing of this is in the program: the driver is held, in tests alone.
 */

type Side = 'before' | 'after';

interface Point {
  readonly at: number;
  readonly side: Side;
}

interface Watched {
  seen: number;
  dead: boolean;
  readonly point: Point | null;
}

let watched: Watched | null = null;
let original: typeof Client.prototype.query | null = null;

/** What the process asks by itself, whoever is served. */
const BACKGROUND = /reference_versions|key_turns|key_holders/;

type Held = Client & {
  readonly user?: string;
  readonly connection: { readonly stream: { destroy(): void } };
};

function hold(): void {
  original ??= Client.prototype.query;
  const query = original as (...args: unknown[]) => unknown;
  Client.prototype.query = function (this: Held, ...args: unknown[]) {
    const state = watched;
    const [asked] = args;
    const text = typeof asked === 'string' ? asked : String((asked as { text?: string } | null)?.text);
    // The test looks on as the owner of the tables.
    // A stream of rows is begun and ended by statements that are held.
    const isStream =
      typeof (asked as { submit?: unknown } | null)?.submit === 'function' && !(asked instanceof Query);
    if (state === null || this.user !== 'zhiyuan_app' || isStream || BACKGROUND.test(text))
      return query.apply(this, args);
    if (state.dead) return fail(this, args);
    state.seen += 1;
    if (state.seen !== state.point?.at) return query.apply(this, args);
    if (state.point.side === 'before') {
      state.dead = true;
      return fail(this, args);
    }
    return dieBehind(this, query, args, state);
  } as typeof Client.prototype.query;
}

const killed = () => new Error('the process was killed');

/** The process is gone: what it wrote to the socket is there, nothing more comes, and nobody reads an answer. */
function fail(client: Held, args: readonly unknown[]): unknown {
  client.connection.stream.destroy();
  const callback = findDriverCallback(args);
  if (callback === null) return Promise.reject(killed());
  process.nextTick(() => callback(killed()));
  return undefined;
}

function dieBehind(
  client: Held,
  query: (...args: unknown[]) => unknown,
  args: unknown[],
  state: Watched,
): unknown {
  const die = () => {
    state.dead = true;
    client.connection.stream.destroy();
    return killed();
  };
  const callback = findDriverCallback(args);
  const [asked] = args;
  if (asked instanceof Query && callback !== null) {
    (asked as unknown as { callback: DriverCallback }).callback = () => callback(die());
    return query.apply(client, args);
  }
  if (callback !== null) return query.call(client, ...args.slice(0, -1), () => callback(die()));
  return (query.apply(client, args) as Promise<unknown>).then(
    () => Promise.reject(die()),
    () => Promise.reject(die()),
  );
}

/** Runs an act and kills the process at a point; null: counts its statements. @returns statements, and whether it was hit */
export async function killAt(
  point: Point | null,
  act: () => Promise<unknown>,
): Promise<{ seen: number; hit: boolean }> {
  hold();
  const state: Watched = { seen: 0, dead: false, point };
  watched = state;
  try {
    await act();
  } finally {
    // What the dying process still does is over before it is started again.
    await new Promise((resolve) => setTimeout(resolve, 20));
    watched = null;
    if (original !== null) Client.prototype.query = original;
  }
  return { seen: state.seen, hit: state.dead };
}

/** Every point of an act of so many statements. */
export function listPoints(statements: number): readonly Point[] {
  return Array.from({ length: statements }, (_none, at) => at + 1).flatMap((at) => [
    { at, side: 'before' as const },
    { at, side: 'after' as const },
  ]);
}
