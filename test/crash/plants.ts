/**
 * Faults for the application to have, so that the test that must find them is seen to: loaded before the server
 * (node -r typescript-hook.cjs -r plants.ts dist/src/server.js) with FAULT in its environment. They change what goes to
 * the driver; nothing of this is in the program.
 */

import { randomBytes } from 'node:crypto';
import { Client, Query } from 'pg';

interface Asked {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
type Send = (asked: unknown, ...rest: unknown[]) => unknown;
type Plant = (asked: Asked, send: Send) => unknown;

const WRITES = /^with held as/;
/** What 浏览 asks: whether a list is in force, and which. */
const BROWSES = /^select[\s\S]*application_groups/;
/** Also what a save is decided by. */
const DECIDES = /form_token/;
const TOKEN = /^[\w-]{10,}\.[\w-]+\.[\w-]+$/;
const STALE_MS = 1_500;
const LATE_MS = 40;

/** Before it is shifted. */
const RealDate = Date;

const cached = new Map<string, { readonly at: number; readonly answer: unknown }>();

/** Statements with other text need another name: they are prepared under it. */
const renamed = (asked: Asked, text: string): Asked => ({ ...asked, name: `planted-${asked.name}`, text });

const plants: Readonly<Record<string, Plant>> = {
  /** The count is not looked at again where it is written; `hold_filing` is put out of force in the database. */
  'no row lock': (asked, send) =>
    send(
      WRITES.test(asked.text)
        ? renamed(
            asked,
            asked.text.replace(
              /and saves_used = (\$\d+) and last_ordinal = (\$\d+)/,
              'and $1::int is not null and $2::int is not null',
            ),
          )
        : asked,
    ),
  'a cached read': (asked, send) => {
    if (!BROWSES.test(asked.text) || DECIDES.test(asked.text)) return send(asked);
    const key = JSON.stringify([asked.text, asked.values]);
    const kept = cached.get(key);
    if (kept !== undefined && Date.now() - kept.at < STALE_MS) return kept.answer;
    const answer = send(asked);
    cached.set(key, { at: Date.now(), answer });
    return answer;
  },
  'a receipt before the commit': (asked, send) => {
    if (!WRITES.test(asked.text)) return send(asked);
    setTimeout(() => void Promise.resolve(send(asked)).catch(() => undefined), LATE_MS);
    return Promise.resolve({ command: 'SELECT', rowCount: 1, rows: [{ id: 1 }] });
  },
  /** What the database says it is becomes what the process says. */
  'its own clock': (asked, send) =>
    Promise.resolve(send(asked)).then((answer) => {
      const { rows = [] } = answer as { readonly rows?: { now?: unknown }[] };
      for (const row of rows) if (row.now instanceof RealDate) row.now = new Date();
      return answer;
    }),
  'a retry without its token': (asked, send) => {
    const values = asked.values.map((value) =>
      typeof value === 'string' && TOKEN.test(value) ? randomBytes(24).toString('base64url') : value,
    );
    return send({ ...asked, values });
  },
};

if (process.env.SHIFT_MS !== undefined) require('./shift-clock');

const plant = plants[process.env.FAULT ?? ''];
if (plant === undefined) throw new Error(`there is no fault ${process.env.FAULT}`);

type Done = (error: Error | null, answer?: unknown) => void;

const query = Client.prototype.query as unknown as Send;
Client.prototype.query = function (this: Client, asked: unknown, ...rest: unknown[]) {
  const send: Send = (other, ...more) => query.call(this, other, ...more);
  if (!(asked instanceof Query)) return send(asked, ...rest);
  const { name, text, values, callback: done } = asked as unknown as Asked & { readonly callback: Done };
  Promise.resolve(plant({ name, text, values }, send)).then((answer) => done(null, answer), done);
  return asked;
} as unknown as typeof Client.prototype.query;
