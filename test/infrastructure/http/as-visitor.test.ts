import type { Request } from 'express';
import { isAccountPath } from '../../../src/infrastructure/http/account-path';
import { createAsAnybody, createAsVisitor, type Visit } from '../../../src/infrastructure/http/as-visitor';
import { createHolders, type Holder } from '../../../src/infrastructure/http/holders';
import { isOfficePath } from '../../../src/infrastructure/http/office-path';
import type { PageRenderer } from '../../../src/infrastructure/http/page-renderer';
import { wingOf, wings } from '../../../src/infrastructure/http/wing';
import { sampleRequest } from '../../support/sample-request';

const HOLDER: Holder = { id: 7, name: '张伟' };

function build(holder: Holder | null) {
  const sent: unknown[][] = [];
  const visits: Visit[] = [];
  const pages = { send: (...parts: unknown[]) => sent.push(parts.slice(2)) } as unknown as PageRenderer;
  const holders = { find: jest.fn(async () => holder) };
  const handler = (visit: Visit) => void visits.push(visit);
  return { pages, holders, handler, sent, visits };
}

describe('a page before a sign-in', () => {
  it.each([
    ['/sign-in', 'GET', 200, '/', '/sign-out'],
    ['/sign-in', 'POST', 409, '/', '/sign-out'],
    ['/office/sign-in', 'GET', 200, '/office', '/office/sign-out'],
    ['/office/sign-in', 'POST', 409, '/office', '/office/sign-out'],
    ['/account/sign-in', 'GET', 200, '/account', '/account/sign-out'],
    ['/account/sign-in', 'POST', 409, '/account', '/account/sign-out'],
  ])('is not shown to whoever is signed in: %s by %s', async (path, method, status, home, signOut) => {
    const { pages, holders, handler, sent, visits } = build(HOLDER);
    const { req, res } = sampleRequest({ path, method });
    await createAsVisitor(pages, holders)(handler)(req, res, () => {});
    expect(visits).toEqual([]);
    expect(sent).toEqual([
      [
        'candidate/sign-in/still-signed-in',
        { layout: expect.any(String), name: '张*', home, signOut },
        { status },
      ],
    ]);
    expect(holders.find.mock.calls).toEqual([[req, res]]);
  });

  it.each([
    ['/account/sign-in', '/account/authorizations/demo/abcdefghijklmnop'],
    ['/sign-in', '/'],
  ])(
    'leads whoever goes on from %s to the platform that waits, of an account alone: %s',
    async (path, home) => {
      const { pages, holders, handler, sent } = build(HOLDER);
      const cookies = { 'zhiyuan.account.next': 'demo/abcdefghijklmnop' };
      const { req, res } = sampleRequest({ path, cookies });
      await createAsVisitor(pages, holders)(handler)(req, res, () => {});
      expect(sent[0]?.[1]).toMatchObject({ home });
    },
  );

  it('is shown to whoever is not', async () => {
    const { pages, holders, handler, sent, visits } = build(null);
    const { req, res, heard } = sampleRequest({ path: '/sign-in' });
    await createAsVisitor(pages, holders)(handler)(req, res, () => {});
    const [visit] = visits;
    expect(visit).toMatchObject({ req, res });
    expect(visit?.origin.address).toBe('10.1.2.3');
    visit?.render('page', { a: 1 }, { status: 422 });
    expect(sent).toEqual([['page', { a: 1 }, { status: 422 }]]);
    visit?.redirect('/next');
    expect(heard.redirects).toEqual([[303, '/next']]);
  });
});

it.each([null, HOLDER])('a page for everybody is shown, and says who is signed in: %j', async (holder) => {
  const { pages, holders, handler, visits } = build(holder);
  const { req, res } = sampleRequest();
  await createAsAnybody(pages, holders)(handler)(req, res, () => {});
  expect(holders.find.mock.calls).toEqual([[req, res]]);
  expect(visits).toHaveLength(1);
});

describe('who is signed in', () => {
  const finders = {
    candidate: async () => ({ id: 1, name: 'candidate' }),
    office: async () => ({ id: 2, name: 'office' }),
    account: async () => ({ id: 3, name: 'account' }),
  };

  it.each([
    ['/', 'candidate'],
    ['/office', 'office'],
    ['/account/inbox', 'account'],
  ])('is asked of the wing of %s', async (path, name) => {
    const { req, res } = sampleRequest({ path });
    expect(await createHolders(finders).find(req, res)).toMatchObject({ name });
  });

  it('is nobody where a request was refused before its session was read', async () => {
    const { req, res } = sampleRequest({ session: undefined });
    expect(await createHolders(finders).find(req, res)).toBeNull();
  });
});

describe('the wings', () => {
  it.each([
    ['/', 'candidate'],
    ['/offices', 'candidate'],
    ['/accounts', 'candidate'],
    ['/Office', 'candidate'],
    ['/Account', 'candidate'],
    ['/x/office/', 'candidate'],
    ['/x/account/', 'candidate'],
    ['/office', 'office'],
    ['/office/', 'office'],
    ['/office/account', 'office'],
    ['/account', 'account'],
    ['/account/office', 'account'],
  ])('%s belongs to %s', (path, name) => {
    expect(wingOf(path).name).toBe(name);
    expect([isOfficePath(path), isAccountPath(path)]).toEqual([name === 'office', name === 'account']);
  });

  it('each have their own ways, cookie and people', () => {
    const people = { candidate: { id: 1 }, officer: { id: 2 }, account: { id: 3 } };
    const idsOf = (session: unknown) => wings.map(({ idOf }) => idOf({ session } as Request));
    expect(idsOf(people)).toEqual([1, 2, 3]);
    for (const nobody of [{}, undefined]) expect(idsOf(nobody)).toEqual([null, null, null]);
    expect(wings.map(({ idOf: _idOf, ...wing }) => wing)).toEqual([
      {
        name: 'candidate',
        home: '/',
        prefix: '',
        signIn: '/sign-in',
        signOut: '/sign-out',
        signedOut: '/signed-out',
        sessionCookie: 'zhiyuan.sid',
      },
      {
        name: 'office',
        home: '/office',
        prefix: '/office',
        signIn: '/office/sign-in',
        signOut: '/office/sign-out',
        signedOut: '/office/sign-in',
        sessionCookie: 'zhiyuan.office.sid',
      },
      {
        name: 'account',
        home: '/account',
        prefix: '/account',
        signIn: '/account/sign-in',
        signOut: '/account/sign-out',
        signedOut: '/account/sign-in',
        sessionCookie: 'zhiyuan.account.sid',
      },
    ]);
  });
});
