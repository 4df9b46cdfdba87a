import { type Officer, type OfficerRole, officerRoles } from '../../src/domain/officers/officer';
import { AppError } from '../../src/infrastructure/errors';
import type { PageRenderer } from '../../src/infrastructure/http/page-renderer';
import {
  createAsOfficer,
  createFindOfficer,
  type OfficerVisit,
  officers,
  PROOF_PATH,
  provedOfficers,
} from '../../src/office/as-officer';
import type { OfficeMenu } from '../../src/office/menu';
import { sampleRequest } from '../support/sample-request';
import { scriptDatabase } from '../support/scripted-database';

const PROVED_FOR = 10 * 60_000;
const NOW = new Date('2021-06-26T12:00:00+08:00').getTime();

const officerOf = (role: OfficerRole): Officer => ({
  id: 7,
  signInName: 'li-na',
  name: '李娜',
  role,
  cityCode: '4101',
  countyCode: '410122',
  schoolCode: '01010101',
  placeName: '中牟县招生办',
  previousSignInAt: new Date('2021-06-25T08:00:00+08:00'),
  previousSignInAddress: '10.9.9.9',
});

const menu: OfficeMenu = (role) => [
  {
    name: null,
    entries: [
      {
        label: role,
        path: '/office/x',
        admits: [role],
        isCurrent: ({ path }) => path === '/office/x',
        about: '',
      },
    ],
  },
];

/** A guard over an account that the database answers with, and what it lets through and sends. */
function build(found: Officer | null) {
  const { db, asked } = scriptDatabase(() => (found === null ? [] : [found]));
  const visits: OfficerVisit[] = [];
  const sent: unknown[][] = [];
  const pages = { send: (...parts: unknown[]) => sent.push(parts.slice(2)) } as unknown as PageRenderer;
  const carried = { sealed: 'sealed' as string | null };
  const carriedForms = { seal: () => carried.sealed } as never;
  const asOfficer = createAsOfficer(db, pages, () => ['vocational'], menu, carriedForms);
  const handler = (visit: OfficerVisit) => void visits.push(visit);
  return { db, asked, visits, sent, carried, asOfficer, handler };
}

const codeOf = (work: unknown) =>
  Promise.resolve(work).then(
    () => 'let in',
    (error: unknown) => (error instanceof AppError ? `${error.status} ${error.code}` : String(error)),
  );

const signedIn = (more: object = {}) => ({ officer: { id: 7 }, ...more });

let clock: jest.SpyInstance;
beforeAll(() => {
  clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
});
afterAll(() => clock.mockRestore());

describe('the guard of the exam office', () => {
  it('lets nobody in who is not signed in, and asks the database nothing', async () => {
    const { asked, visits, asOfficer, handler } = build(officerOf('province'));
    const { req, res } = sampleRequest({ path: '/office/x' });
    expect(await codeOf(asOfficer(['province'], handler)(req, res, () => {}))).toBe('401 signInNeeded');
    expect([asked, visits]).toEqual([[], []]);
  });

  it('lets nobody in whose session was ended elsewhere, and forgets it', async () => {
    const { asked, visits, asOfficer, handler } = build(null);
    const session = signedIn({ stays: true });
    const { req, res } = sampleRequest({ path: '/office/x', session });
    expect(await codeOf(asOfficer(officerRoles, handler)(req, res, () => {}))).toBe('401 signInNeeded');
    expect(visits).toEqual([]);
    expect(session).toEqual({ stays: true });
    expect(asked.map(([, values]) => values)).toEqual([[7, 'sid']]);
  });

  it.each(officerRoles)('lets a %s in where the route names the role, and nowhere else', async (role) => {
    for (const asks of officerRoles) {
      const { visits, asOfficer, handler } = build(officerOf(role));
      const { req, res } = sampleRequest({ path: '/office/x', session: signedIn() });
      const answer = await codeOf(asOfficer([asks], handler)(req, res, () => {}));
      expect([asks, answer, visits.length]).toEqual(
        asks === role ? [asks, 'let in', 1] : [asks, '404 notFound', 0],
      );
      // An error page has the frame too.
      expect(res.locals.frameOfficer).toMatchObject({ name: '李娜', said: '', placeName: '中牟县招生办' });
    }
  });

  it('hands the handler the officer, whose records they may see, and their menu', async () => {
    const { visits, asOfficer, handler } = build(officerOf('county'));
    const { req, res } = sampleRequest({
      path: '/office/x',
      session: signedIn(),
      query: { format: 'csv', table: 'faults' },
    });
    await asOfficer(['county'], handler)(req, res, () => {});
    const [visit] = visits;
    expect(visit?.officer).toEqual(officerOf('county'));
    expect(visit?.scope).toEqual({ kind: 'county', countyCode: '410122', kindsElsewhere: ['vocational'] });
    expect(visit?.menu.flatMap(({ entries }) => entries.map(({ label }) => label))).toEqual(['county']);
    expect(visit?.origin.address).toBe('10.1.2.3');
    expect(visit?.askedTable).toBe('faults');
    expect([visit?.req, visit?.res]).toEqual([req, res]);
  });

  it('shows the frame of the page with its entry of the menu', async () => {
    const { visits, sent, asOfficer, handler } = build(officerOf('county'));
    for (const path of ['/office/x', '/office/y']) {
      const { req, res } = sampleRequest({ path, session: signedIn() });
      await asOfficer(['county'], handler)(req, res, () => {});
      visits.at(-1)?.render('office/page', { a: 1 }, { status: 422 });
    }
    expect(sent).toEqual(
      ['/office/x', '/office/y'].map((path) => [
        'office/page',
        { a: 1 },
        {
          status: 422,
          officer: {
            name: '李娜',
            role: '县（市、区）招办',
            placeName: '中牟县招生办',
            said: '',
            previousSignInAt: new Date('2021-06-25T08:00:00+08:00'),
            previousSignInAddress: '10.9.9.9',
            menu: {
              group: null,
              line: [{ label: 'county', path: '/office/x', current: path === '/office/x', isGroup: false }],
            },
          },
        },
      ]),
    );
  });

  it('says what was done on the page that comes next, once, and on no other', async () => {
    const { visits, sent, asOfficer, handler } = build(officerOf('county'));
    const session = signedIn();
    const visit = async (path: string) => {
      const { req, res, heard } = sampleRequest({ path, session });
      await asOfficer(['county'], handler)(req, res, () => {});
      return { visit: visits.at(-1), heard };
    };
    const saidOn = async (path: string) => {
      (await visit(path)).visit?.render('office/page', {});
      const [, , options] = sent.at(-1) ?? [];
      return (options as { readonly officer: { readonly said: string } } | undefined)?.officer.said;
    };
    for (const to of ['/office/list', '/office/list?page=2', '/office/list#row']) {
      const { visit: acting, heard } = await visit('/office/act');
      acting?.redirect(to, '已保存');
      expect(heard.redirects).toEqual([[303, to]]);
      expect(await saidOn('/office/other')).toBe('');
      expect(await saidOn('/office/list')).toBe('已保存');
      expect(await saidOn('/office/list')).toBe('');
    }
  });

  it.each([
    ['never', undefined, false],
    ['just now', NOW, true],
    ['ten minutes ago', NOW - PROVED_FOR, true],
    ['a millisecond longer ago', NOW - PROVED_FOR - 1, false],
  ])('for what reaches all candidates, a 动态密码 typed %s', async (_when, officerProvedAt, serves) => {
    const { visits, asOfficer, handler } = build(officerOf('province'));
    const session = signedIn(officerProvedAt === undefined ? {} : { officerProvedAt });
    const { req, res, heard } = sampleRequest({ path: '/office/x', method: 'POST', session });
    await asOfficer(['province'], handler, { proved: true })(req, res, () => {});
    expect(visits).toHaveLength(serves ? 1 : 0);
    expect(heard.redirects).toEqual(serves ? [] : [[303, PROOF_PATH]]);
    expect('carriedForm' in session).toBe(!serves);
    // What asks for none is not held up.
    await asOfficer(['province'], handler)(req, res, () => {});
    expect(visits).toHaveLength(serves ? 2 : 1);
  });

  it('asks for 动态密码 whoever may not see the page only after that is known', async () => {
    const { asOfficer, handler } = build(officerOf('county'));
    const { req, res, heard } = sampleRequest({ path: '/office/x', session: signedIn() });
    expect(await codeOf(asOfficer(['province'], handler, { proved: true })(req, res, () => {}))).toBe(
      '404 notFound',
    );
    expect(heard.redirects).toEqual([]);
  });

  it('keeps the form that waits for 动态密码, where it can be kept', async () => {
    const { carried, asOfficer, handler } = build(officerOf('province'));
    for (const sealed of ['sealed', null]) {
      carried.sealed = sealed;
      const session: Record<string, unknown> = signedIn({ carriedForm: 'older' });
      const { req, res } = sampleRequest({ path: '/office/x', session });
      await asOfficer(['province'], handler, { proved: true })(req, res, () => {});
      expect(session.carriedForm).toBe(sealed ?? 'older');
    }
  });

  it('writes down who took a table of the page', async () => {
    const { asked, visits, asOfficer, handler } = build(officerOf('county'));
    const { req, res } = sampleRequest({ path: '/office/x', session: signedIn(), query: { format: 'csv' } });
    await asOfficer(['county'], handler)(req, res, () => {});
    // Nobody is there to receive it.
    await visits[0]
      ?.sendTable({ name: '名单', sheet: '名单', columns: [], rows: [] } as never)
      .catch(() => {});
    const [, values] = asked.find(([sql]) => sql.startsWith('insert into audit_entries')) ?? [];
    expect(values).toEqual(
      expect.arrayContaining(['officer', '7', 'downloadTable', '/office/x', '10.1.2.3']),
    );
  });
});

describe('a route of the exam office', () => {
  it.each([
    ['officers', officers('county', 'city'), undefined],
    ['provedOfficers', provedOfficers('county', 'city'), { proved: true }],
  ] as const)('of %s goes through the guard with its roles', (_name, access, terms) => {
    const asked: unknown[][] = [];
    const handler = () => {};
    const guarded = () => {};
    const asOfficer = (...parts: unknown[]) => {
      asked.push(parts);
      return guarded;
    };
    expect(access.guard({ asOfficer }, handler)).toBe(guarded);
    expect(access.admits).toEqual(['county', 'city']);
    expect(asked).toEqual([[['county', 'city'], handler, ...(terms === undefined ? [] : [terms])]]);
  });
});

describe('who is signed in at the exam office, on a page for everybody', () => {
  it('is nobody without a session, or with one that was ended, which is forgotten', async () => {
    const nobody = build(officerOf('county'));
    const without = sampleRequest({ path: '/office/x' });
    expect(await createFindOfficer(nobody.db, menu)(without.req, without.res)).toBeNull();
    expect(nobody.asked).toEqual([]);
    const ended = build(null);
    const session = signedIn();
    const { req, res } = sampleRequest({ path: '/office/x', session });
    expect(await createFindOfficer(ended.db, menu)(req, res)).toBeNull();
    expect(session).toEqual({});
    expect(res.locals).toEqual({});
  });

  it('is the officer, shown in the frame', async () => {
    const { db } = build(officerOf('county'));
    const session = signedIn();
    const { req, res } = sampleRequest({ path: '/office/x', session });
    expect(await createFindOfficer(db, menu)(req, res)).toEqual(officerOf('county'));
    expect(session).toEqual(signedIn());
    expect(res.locals.frameOfficer).toMatchObject({ name: '李娜', role: '县（市、区）招办' });
  });
});
