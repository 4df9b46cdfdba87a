import {
  type AccountVisit,
  accounts,
  createAsAccount,
  createFindAccount,
} from '../../src/account/as-account';
import type { AccountMenu } from '../../src/account/menu';
import type { AccountStatus } from '../../src/domain/accounts/account';
import { AppError } from '../../src/infrastructure/errors';
import type { PageRenderer } from '../../src/infrastructure/http/page-renderer';
import { sampleRequest } from '../support/sample-request';
import { scriptDatabase } from '../support/scripted-database';

const ofStatus = (status: AccountStatus) => ({
  id: 7,
  sessionId: 70,
  name: '张伟',
  userName: '13800000001',
  status,
  unread: 4,
});

const menu: AccountMenu = (status) => [
  {
    label: status === 'unproved' ? '个人信息' : '账号管理',
    path: '/account',
    admits: [status],
    isCurrent: ({ path }: { path: string }) => path === '/account',
  },
];

/** A guard over the account that the database answers with, and what it lets through and sends. */
function build(found: ReturnType<typeof ofStatus> | null) {
  const { db, asked } = scriptDatabase((sql) => {
    if (/^\s*select/.test(sql)) return found === null ? [] : [found];
    return 1;
  });
  const visits: AccountVisit[] = [];
  const sent: unknown[][] = [];
  const pages = { send: (...parts: unknown[]) => sent.push(parts.slice(2)) } as unknown as PageRenderer;
  const handler = (visit: AccountVisit) => void visits.push(visit);
  return { db, asked, visits, sent, handler, asAccount: createAsAccount(db, pages, menu) };
}

const codeOf = (work: unknown) =>
  Promise.resolve(work).then(
    () => 'let in',
    (error: unknown) => (error instanceof AppError ? `${error.status} ${error.code}` : String(error)),
  );

const signedIn = () => ({ account: { id: 7 } });

describe('the guard of the account centre', () => {
  it('lets nobody in who is not signed in, and asks the database nothing', async () => {
    const { asked, visits, handler, asAccount } = build(ofStatus('active'));
    const { req, res } = sampleRequest({ path: '/account' });
    expect(await codeOf(asAccount(['active'], handler)(req, res, () => {}))).toBe('401 signInNeeded');
    expect([asked, visits]).toEqual([[], []]);
  });

  it('lets nobody in whose session was ended elsewhere, and forgets it', async () => {
    const { visits, handler, asAccount } = build(null);
    const session = { ...signedIn(), stays: true };
    const { req, res } = sampleRequest({ path: '/account', session });
    expect(await codeOf(asAccount(['active', 'unproved'], handler)(req, res, () => {}))).toBe(
      '401 signInNeeded',
    );
    expect([visits, session]).toEqual([[], { stays: true }]);
  });

  it.each([
    ['active', ['active'], true],
    ['active', ['unproved'], false],
    ['unproved', ['active'], false],
    ['unproved', ['unproved'], true],
    ['unproved', ['active', 'unproved'], true],
  ] as const)(
    'lets an account that is %s in where the route names %j: %p',
    async (status, states, enters) => {
      const { asked, visits, handler, asAccount } = build(ofStatus(status));
      const { req, res } = sampleRequest({ path: '/account', session: signedIn() });
      expect(await codeOf(asAccount(states, handler)(req, res, () => {}))).toBe(
        enters ? 'let in' : '404 notFound',
      );
      expect(visits).toHaveLength(enters ? 1 : 0);
      // The session is seen only where it is used.
      expect(asked.filter(([sql]) => sql.startsWith('update'))).toHaveLength(enters ? 1 : 0);
      expect(res.locals.frameAccount).toMatchObject({ name: '张伟', unproved: status === 'unproved' });
    },
  );

  it.each([
    [undefined, { status: 200, unread: 4 }],
    [{ status: 422 }, { status: 422, unread: 4 }],
    [{ unread: 0 }, { status: 200, unread: 0 }],
  ] as const)('sends a page in the frame of the account: %j', async (options, expected) => {
    const { visits, sent, handler, asAccount } = build(ofStatus('active'));
    for (const path of ['/account', '/account/inbox']) {
      const { req, res } = sampleRequest({ path, session: signedIn() });
      await asAccount(['active'], handler)(req, res, () => {});
      visits.at(-1)?.render('account/page', { a: 1 }, options);
      expect(sent.pop()).toEqual([
        'account/page',
        { a: 1 },
        {
          status: expected.status,
          account: {
            name: '张伟',
            userName: '13800000001',
            unproved: false,
            unread: expected.unread,
            menu: [{ label: '账号管理', path: '/account', current: path === '/account' }],
          },
        },
      ]);
    }
  });

  it('hands the handler the account, and leads on by 303', async () => {
    const { visits, handler, asAccount } = build(ofStatus('unproved'));
    const { req, res, heard } = sampleRequest({ path: '/account', session: signedIn() });
    await asAccount(['unproved'], handler)(req, res, () => {});
    const [visit] = visits;
    visit?.redirect('/account/inbox');
    expect(heard.redirects).toEqual([[303, '/account/inbox']]);
    expect(visit).toMatchObject({ req, res, account: ofStatus('unproved') });
    expect(visit?.origin.address).toBe('10.1.2.3');
  });
});

describe('a route of the account centre', () => {
  it('goes through the guard with its states', () => {
    const handler = () => {};
    const guarded = () => {};
    const asAccount = jest.fn((): typeof guarded => guarded);
    const access = accounts('active', 'unproved');
    expect(access.admits).toEqual(['active', 'unproved']);
    expect(access.guard({ asAccount }, handler)).toBe(guarded);
    expect(asAccount.mock.calls).toEqual([[['active', 'unproved'], handler]]);
  });
});

describe('which account is signed in, on a page for everybody', () => {
  it('is nobody without a session, or with one that was ended, which is forgotten', async () => {
    const { db, asked } = build(ofStatus('active'));
    const without = sampleRequest({ path: '/account' });
    expect(await createFindAccount(db, menu)(without.req, without.res)).toBeNull();
    expect([asked, without.res.locals]).toEqual([[], {}]);
    const session = signedIn();
    const ended = sampleRequest({ path: '/account', session });
    expect(await createFindAccount(build(null).db, menu)(ended.req, ended.res)).toBeNull();
    expect([session, ended.res.locals]).toEqual([{}, {}]);
  });

  it('is the account, shown in the frame', async () => {
    const session = signedIn();
    const { req, res } = sampleRequest({ path: '/account', session });
    const { db } = build(ofStatus('active'));
    expect(await createFindAccount(db, menu)(req, res)).toEqual(ofStatus('active'));
    expect(session).toEqual(signedIn());
    expect(res.locals.frameAccount).toMatchObject({ name: '张伟', unread: 4 });
  });
});
