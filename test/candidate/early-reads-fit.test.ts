import type { Request, RequestHandler } from 'express';
import type { Store } from 'express-session';
import { createFindCandidate } from '../../src/candidate/as-candidate';
import {
  askFor,
  type ReadAlong,
  readNothing,
  rememberOwner,
  setUpEarlyReads,
  takeEarlyReads,
} from '../../src/candidate/early-reads';
import { takeEarlySessions } from '../../src/infrastructure/http/early-session';
import type { Route } from '../../src/infrastructure/http/route';
import { sampleRequest } from '../support/sample-request';
import { scriptDatabase } from '../support/scripted-database';

const FORM: ReadAlong<string> = async (id, _req, path) => `form of ${id} at ${JSON.stringify(path)}`;
const OTHER: ReadAlong<string> = async () => 'another page';
const routes = [
  { method: 'get', path: '/forms/:batch', reads: FORM },
  { method: 'post', path: '/forms/:batch', reads: OTHER },
  { method: 'get', path: '/plain' },
] as unknown as readonly Route<never>[];

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** Everybody, with the session that there is. */
const found = (sql: string) =>
  sql.includes(', null as public')
    ? [{ sess: { candidate: { id: 7 } }, id: 7, public: null, personal: null }]
    : [{ sess: { candidate: { id: 7 } }, id: 7, public: 1, personal: 2 }];

/** What stands before the sessions of an application over a database, and remembers whose the session `sid` is. */
function build(answer: (sql: string) => readonly object[] = found) {
  const { db, asked } = scriptDatabase(answer);
  const handlers: RequestHandler[] = [];
  setUpEarlyReads({ use: (handler) => handlers.push(handler) }, db, routes);
  rememberOwner('sid', 7);
  const begin = (given: Parameters<typeof sampleRequest>[0], pass: () => void = () => undefined) => {
    const sample = sampleRequest({ cookies: { 'zhiyuan.sid': 's:sid.signature' }, ...given });
    let passed = 0;
    handlers[0]?.(sample.req, sample.res, () => {
      passed += 1;
      pass();
    });
    expect(passed).toBe(1);
    return sample.req;
  };
  return { db, asked, begin };
}

describe('what was asked for early', () => {
  it('serves the candidate, the session and the page it was asked for', async () => {
    const { asked, begin } = build();
    const early = takeEarlyReads(begin({ path: '/forms/a' }), 7, FORM);
    expect((await early?.found)?.()).toBe('form of 7 at {"batch":"a"}');
    expect(await early?.holder).toMatchObject({ candidate: { id: 7 }, unread: { public: 1, personal: 2 } });
    expect(asked.map(([sql]) => sql.slice(0, 11))).toEqual(['select sess']);
  });

  it('is what the store of sessions takes instead of asking', async () => {
    const { begin } = build();
    const asking = jest.fn();
    const store = takeEarlySessions({ get: asking } as unknown as Store);
    const taken = new Promise((resolve) => {
      begin({}, () => store.get('sid', (_error, session) => resolve(session)));
    });
    expect(await taken).toEqual({ candidate: { id: 7 } });
    expect(asking).not.toHaveBeenCalled();
  });

  it('is dropped in silence where the database fails and nobody asks', async () => {
    const lost = jest.fn();
    process.on('unhandledRejection', lost);
    try {
      build(() => {
        throw new Error('the database is away');
      }).begin({});
      await soon();
      await soon();
    } finally {
      process.off('unhandledRejection', lost);
    }
    expect(lost).not.toHaveBeenCalled();
  });

  it('tells a page that stands open to everybody who is signed in, without another question', async () => {
    for (const [rows, expected] of [
      [found, 7],
      [() => [{ sess: null, id: null, public: null, personal: null }], undefined],
    ] as const) {
      const { db, asked, begin } = build(rows);
      const req = Object.assign(begin({ path: '/plain' }), { session: { candidate: { id: 7 } } });
      const { res } = sampleRequest();
      expect((await createFindCandidate(db)(req as unknown as Request, res))?.id).toBe(expected);
      expect(asked).toHaveLength(1);
    }
  });

  it('remembers so many sessions, and then begins anew', async () => {
    const { begin } = build();
    const knows = (id: string) =>
      takeEarlyReads(
        Object.assign(begin({ cookies: { 'zhiyuan.sid': `s:${id}.signature` } }), { sessionID: id }),
        7,
        readNothing,
      ) !== null;
    const MOST = 50_000;
    for (let at = 0; at < MOST; at += 1) rememberOwner(`s${at}`, 7);
    // All went once on the way; the first of those that came since.
    let [first, last] = [0, MOST - 1];
    while (first < last) {
      const middle = Math.floor((first + last) / 2);
      if (knows(`s${middle}`)) last = middle;
      else first = middle + 1;
    }
    expect([knows('sid'), knows(`s${MOST - 1}`)]).toEqual([false, true]);
    for (let at = MOST; at < MOST + first; at += 1) rememberOwner(`s${at}`, 7);
    // So many are known now, and all places taken.
    expect([knows(`s${first}`), knows(`s${MOST + first - 1}`)]).toEqual([true, true]);
    rememberOwner('one more', 7);
    expect([knows(`s${first}`), knows(`s${MOST + first - 1}`), knows('one more')]).toEqual([
      false,
      false,
      true,
    ]);
  });

  it.each([
    ['a page of another path', { path: '/forms/a/more' }],
    ['a longer path', { path: '/forms' }],
    ['another path of that length', { path: '/others/a' }],
    ['a page without reads', { path: '/plain' }],
  ])('is who is signed in alone for %s', async (_what, given) => {
    const { begin } = build();
    const req = begin(given);
    expect(takeEarlyReads(req, 7, FORM)).toBeNull();
    expect((await takeEarlyReads(req, 7, readNothing)?.found)?.()).toBeNull();
  });

  it('is that of the method that was used', async () => {
    const { begin } = build();
    const req = begin({ path: '/forms/a', method: 'POST' });
    expect(takeEarlyReads(req, 7, FORM)).toBeNull();
    expect((await takeEarlyReads(req, 7, OTHER)?.found)?.()).toBe('another page');
    expect(await takeEarlyReads(req, 7, OTHER)?.holder).toMatchObject({ unread: null });
  });

  it('serves nobody else, in no other session, and not in another frame', () => {
    const { begin } = build();
    const req = begin({ path: '/forms/a' });
    expect(takeEarlyReads(req, 8, FORM)).toBeNull();
    expect(takeEarlyReads(Object.assign(req, { sessionID: 'another' }), 7, FORM)).toBeNull();
    expect(takeEarlyReads(Object.assign(req, { sessionID: 'sid' }), 7, FORM)).not.toBeNull();
    expect(takeEarlyReads(Object.assign(req, { method: 'HEAD' }), 7, FORM)).toBeNull();
    expect(takeEarlyReads(sampleRequest().req, 7, FORM)).toBeNull();
  });

  it.each([
    ['without a cookie', { cookies: {} }],
    ['with more than one cookie', { cookies: { 'zhiyuan.sid': ['s:sid.signature'] as unknown as string } }],
    ['with a cookie of another shape', { cookies: { 'zhiyuan.sid': 'sid.signature' } }],
    ['with the id of an unknown session', { cookies: { 'zhiyuan.sid': 's:other.signature' } }],
    ['of the exam office', { path: '/office/x' }],
    ['of the account centre', { path: '/account/x' }],
  ])('is nothing for a request %s', async (_what, given) => {
    const { asked, begin } = build();
    expect(takeEarlyReads(begin(given), 7, readNothing)).toBeNull();
    await soon();
    expect(asked).toEqual([]);
  });

  it('tells what forbids it once it is known who asks, also where it is thrown at once', async () => {
    const { db } = build();
    const { req } = sampleRequest();
    const fail = () => {
      throw new Error('no such batch');
    };
    for (const read of [fail, async () => fail()]) {
      const { found } = askFor(db, req, [7, 'sid'], read);
      const tell = await found;
      expect(tell).toThrow('no such batch');
    }
  });
});
