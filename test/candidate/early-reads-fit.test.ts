import type { RequestHandler } from 'express';
import {
  askFor,
  type ReadAlong,
  readNothing,
  rememberOwner,
  setUpEarlyReads,
  takeEarlyReads,
} from '../../src/candidate/early-reads';
import type { Route } from '../../src/infrastructure/http/route';
import { sampleRequest } from '../support/sample-request';
import { scriptDatabase } from '../support/scripted-database';

const FORM: ReadAlong<string> = async (id, _req, path) => `form of ${id} at ${path.batch}`;
const OTHER: ReadAlong<string> = async () => 'another page';
const routes = [
  { method: 'get', path: '/forms/:batch', reads: FORM },
  { method: 'post', path: '/forms/:batch', reads: OTHER },
  { method: 'get', path: '/plain' },
] as unknown as readonly Route<never>[];

/** A database that finds everybody, and what stands before the sessions of an application. */
function build() {
  const { db, asked } = scriptDatabase((sql) =>
    sql.includes(', null as public')
      ? [{ sess: { candidate: { id: 7 } }, id: 7, public: null, personal: null }]
      : [{ sess: { candidate: { id: 7 } }, id: 7, public: 1, personal: 2 }],
  );
  const handlers: RequestHandler[] = [];
  setUpEarlyReads({ use: (handler) => handlers.push(handler) }, db, routes);
  const begin = (given: Parameters<typeof sampleRequest>[0]) => {
    const sample = sampleRequest({ cookies: { 'zhiyuan.sid': 's:sid.signature' }, ...given });
    let passed = 0;
    handlers[0]?.(sample.req, sample.res, () => {
      passed += 1;
    });
    expect(passed).toBe(1);
    return sample.req;
  };
  return { db, asked, begin };
}

describe('what was asked for early', () => {
  beforeEach(() => rememberOwner('sid', 7));

  it('serves the candidate, the session and the page it was asked for', async () => {
    const { asked, begin } = build();
    const early = takeEarlyReads(begin({ path: '/forms/a' }), 7, FORM);
    expect((await early?.found)?.()).toBe('form of 7 at a');
    expect(await early?.holder).toMatchObject({ candidate: { id: 7 }, unread: { public: 1, personal: 2 } });
    expect(asked.map(([sql]) => sql.slice(0, 11))).toEqual(['select sess']);
  });

  it.each([
    ['a page of another path', { path: '/forms/a/more' }],
    ['a longer path', { path: '/forms' }],
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
    ['with a cookie of another shape', { cookies: { 'zhiyuan.sid': 'sid.signature' } }],
    ['with the id of an unknown session', { cookies: { 'zhiyuan.sid': 's:other.signature' } }],
    ['of the exam office', { path: '/office/x' }],
    ['of the account centre', { path: '/account/x' }],
  ])('is nothing for a request %s', (_what, given) => {
    const { asked, begin } = build();
    expect(takeEarlyReads(begin(given), 7, readNothing)).toBeNull();
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
