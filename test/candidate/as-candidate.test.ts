import {
  type CandidateVisit,
  candidate,
  candidateWith,
  createAsCandidate,
  createFindCandidate,
} from '../../src/candidate/as-candidate';
import { AppError } from '../../src/infrastructure/errors';
import type { PageRenderer } from '../../src/infrastructure/http/page-renderer';
import { sampleRequest } from '../support/sample-request';
import { scriptDatabase } from '../support/scripted-database';

const OWNER = { id: 7, name: '张伟', candidateNumber: '21410122150001' };
const UNREAD = { public: 2, personal: 3 };

/** A guard over what the database finds by a session, and what it lets through and sends. */
function build(found: typeof OWNER | null = OWNER) {
  const { db, asked } = scriptDatabase((sql) => {
    if (found === null) return [];
    // Who is signed in, with the unread mails of the frame, without them, or those alone.
    if (!sql.includes('from candidates join credentials')) return [UNREAD];
    return [sql.includes('unread') ? { ...found, ...UNREAD } : found];
  });
  const visits: CandidateVisit[] = [];
  const sent: unknown[][] = [];
  const pages = { send: (...parts: unknown[]) => sent.push(parts.slice(2)) } as unknown as PageRenderer;
  const asCandidate = createAsCandidate(db, pages);
  return { db, asked, visits, sent, asCandidate };
}

const codeOf = (work: unknown) =>
  Promise.resolve(work).then(
    () => 'let in',
    (error: unknown) => (error instanceof AppError ? `${error.status} ${error.code}` : String(error)),
  );

const signedIn = () => ({ candidate: { id: 7 } });
const fragment = { 'hx-request': 'true' };

describe('the guard of the candidates’ platform', () => {
  it('lets nobody in who is not signed in, and reads nothing for them', async () => {
    const { asked, asCandidate } = build();
    const read = jest.fn();
    const handler = jest.fn();
    const { req, res } = sampleRequest();
    expect(await codeOf(asCandidate(handler, read)(req, res, () => {}))).toBe('401 signInNeeded');
    expect([asked, read.mock.calls, handler.mock.calls]).toEqual([[], [], []]);
  });

  it.each([
    ['a page', 'GET', {}],
    ['a fragment', 'GET', fragment],
    ['a form', 'POST', {}],
  ])(
    'lets nobody in whose session was ended elsewhere, and forgets it: %s',
    async (_what, method, headers) => {
      const { asked, asCandidate } = build(null);
      const handler = jest.fn();
      const session = { ...signedIn(), stays: true };
      const { req, res } = sampleRequest({ method, headers, session });
      expect(await codeOf(asCandidate(handler, async () => 1)(req, res, () => {}))).toBe('401 signInNeeded');
      expect(handler).not.toHaveBeenCalled();
      expect(session).toEqual({ stays: true });
      expect(asked.map(([, values]) => values)).toEqual([[7, 'sid']]);
    },
  );

  it('hands the handler who it is, and what was read for them alone', async () => {
    const { asCandidate } = build();
    const handler = jest.fn();
    const read = jest.fn(async () => 'found');
    const { req, res } = sampleRequest({ session: signedIn() });
    await asCandidate(handler, read)(req, res, () => {});
    expect(read.mock.calls).toEqual([[7, req]]);
    const [visit, found] = handler.mock.calls[0] ?? [];
    expect(found).toBe('found');
    expect(visit).toMatchObject({ req, res, candidate: OWNER });
    expect(visit.origin.address).toBe('10.1.2.3');
  });

  it('tells what forbids the reading to whoever is signed in, and to nobody else', async () => {
    const refuse = () => Promise.reject(new AppError('notFound', 404));
    for (const [session, answer] of [
      [signedIn(), '404 notFound'],
      [{}, '401 signInNeeded'],
    ] as const) {
      const { req, res } = sampleRequest({ session });
      expect(await codeOf(build().asCandidate(() => {}, refuse)(req, res, () => {}))).toBe(answer);
    }
    const { req, res } = sampleRequest({ session: signedIn() });
    expect(await codeOf(build(null).asCandidate(() => {}, refuse)(req, res, () => {}))).toBe(
      '401 signInNeeded',
    );
  });

  it.each([
    // A page asks for both at once; a form that is shown again asks for the mails only then.
    ['a page', 'GET', {}, UNREAD, 1],
    ['a form shown again', 'POST', {}, UNREAD, 2],
    ['a fragment', 'GET', fragment, null, 1],
    ['a fragment that was posted', 'POST', fragment, null, 1],
  ] as const)('sends %s with what its frame says', async (_what, method, headers, unread, statements) => {
    const { asked, sent, asCandidate } = build();
    const { req, res } = sampleRequest({ method, headers, session: signedIn() });
    const show = ({ render }: CandidateVisit) => render('candidate/page', { a: 1 }, { status: 422 });
    await asCandidate(show, async () => null)(req, res, () => {});
    expect(sent).toEqual([['candidate/page', { a: 1 }, { status: 422, unread, candidate: OWNER }]]);
    expect(asked).toHaveLength(statements);
  });

  it('leads on by 303, without a body', async () => {
    const { asCandidate } = build();
    const { req, res, heard } = sampleRequest({ method: 'POST', session: signedIn() });
    await asCandidate(
      ({ redirect }) => redirect('/batches'),
      async () => null,
    )(req, res, () => {});
    expect(heard).toEqual({ redirects: [[303, '/batches']], ended: true });
  });
});

describe('a route of a candidate', () => {
  it('goes through the guard, with what its page reads', async () => {
    const handler = () => {};
    const read = async () => 5;
    const guarded = () => {};
    const asCandidate = jest.fn((): typeof guarded => guarded);
    expect(candidate.admits).toBe('candidate');
    expect(candidate.guard({ asCandidate } as never, handler)).toBe(guarded);
    expect(candidateWith(read).admits).toBe('candidate');
    expect(candidateWith(read).guard({ asCandidate } as never, handler)).toBe(guarded);
    const [[plain, nothing], withRead] = asCandidate.mock.calls as unknown as [
      [unknown, () => Promise<unknown>],
      unknown[],
    ];
    expect([plain, await nothing()]).toEqual([handler, null]);
    expect(withRead).toEqual([handler, read]);
  });
});

describe('which candidate is signed in, on a page for everybody', () => {
  it('is nobody without a session, or with one that was ended, which is forgotten', async () => {
    const { db, asked } = build();
    const without = sampleRequest();
    expect(await createFindCandidate(db)(without.req, without.res)).toBeNull();
    expect([asked, without.res.locals]).toEqual([[], { frameCandidate: null }]);
    const session = signedIn();
    const ended = sampleRequest({ session });
    expect(await createFindCandidate(build(null).db)(ended.req, ended.res)).toBeNull();
    expect([session, ended.res.locals]).toEqual([{}, { frameCandidate: null }]);
  });

  it('is the candidate, shown in the frame', async () => {
    const session = signedIn();
    const { req, res } = sampleRequest({ session });
    expect(await createFindCandidate(build().db)(req, res)).toEqual(OWNER);
    expect([session, res.locals]).toEqual([signedIn(), { frameCandidate: OWNER }]);
  });
});
