import { people } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { signInOfficer } from '../support/officers';
import { startPlatformApp } from '../support/platforms';
import type { TestApp } from '../support/test-app';
import { createTestClient, type TestClient } from '../support/test-client';
import { takeSnapshot } from './database-snapshot';
import {
  createChance,
  encode,
  endSending,
  hostileParts,
  listFieldNames,
  makeFields,
  makeUpload,
  send,
  strangeBodies,
} from './hostile';
import { fillPath, listRoutes, type Route } from './route-table';

const FORM = 'application/x-www-form-urlencoded';
const isLong = process.env.LONG === '1';
/** For the turn that is left to chance in the short suite, in milliseconds; what every route gets comes on top. */
const BUDGET_MS = 5000;
/** Requests over all turns of the long suite, which also sends each hostile part to every route that takes one. */
const LONG_REQUESTS = 100_000;
const LONG_MS = 5_400_000;
/** Requests whose effects are looked for together: a look reads the whole database. */
const GROUP = 25;
/** What a refused request may leave: that it was made. */
const TRACES = ['audit_entries', 'save_attempts', 'alarms', 'picture_codes', 'trusted_devices', 'minutes'];
const AT_ONCE = 6;
const inLong = isLong ? it : it.skip;
/** Hostile parts for each route that takes some; over all routes each part comes as often as any other. */
const PARTS_EACH = isLong ? hostileParts.length : 3;

const providerPaths = [
  '/auth',
  '/auth/x',
  '/token',
  '/me',
  '/session/end',
  '/session/end/confirm',
  '/session/end/success',
  '/jwks',
  '/.well-known/openid-configuration',
];
const providerFields =
  'client_id redirect_uri response_type scope state code code_challenge code_challenge_method grant_type client_secret code_verifier id_token_hint post_logout_redirect_uri xsrf logout prompt max_age claims platform ui_locales'.split(
    ' ',
  );

interface Form {
  /** What the page hides in it, as a body. */
  readonly hidden: string;
  readonly names: readonly string[];
}

/** Somebody at a browser, with the token that forms of each wing need. */
interface Visitor {
  readonly name: string;
  readonly cookie: string;
  readonly tokens: ReadonlyMap<string, string>;
  /** The forms seen, by where they lead to. */
  readonly forms: Map<string, Form>;
}

const wings = [
  ['candidate', '/sign-in', '/'],
  ['office', '/office/sign-in', '/office'],
  ['account', '/account/sign-in', '/account'],
] as const;
const wingOf = (path: string) =>
  path.startsWith('/office') ? 'office' : path.startsWith('/account') ? 'account' : 'candidate';

/** Where somebody who is not signed in comes further than to the sign-in. */
const BEFORE_SIGN_IN =
  /^\/(account\/|office\/)?(sign-in|first-sign-in|password-reset|forgotten-number|counter-code|register|find-|objections|demo|authorizations|picture|plans|guide)/;

/** What may end the session of whoever asks has a turn of its own, the last. */
const ends = ({ path }: Route) => /sign-out|ending|closing|disputes?$|password|departure/.test(path);

/**
 * Every route there is, as the application itself lists them, by everybody who may be at it, with what no page of ours
 * sends: nothing of it may be a fault of ours. A new route is in it from its first day.
 */
describe('hostile requests at every route', () => {
  let app: TestApp;
  let visitors: readonly Visitor[];
  let officers: readonly { readonly id: number }[];
  let routes: readonly Route[];
  const faults: string[] = [];
  /** Answers by who asked, what and how it was answered: `office GET 200`. */
  const answers = new Map<string, number>();
  const names = listFieldNames();

  async function describeVisitor(name: string, client: TestClient): Promise<Visitor> {
    const tokens = new Map<string, string>();
    for (const [wing, signIn, home] of wings) {
      const { html } = await client.get(name === wing ? home : signIn);
      tokens.set(wing, /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '');
    }
    const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
    return { name, cookie, tokens, forms: new Map() };
  }

  /** An act that was pressed by chance may have shut an officer out: they are as they were. */
  async function restoreOfficers(): Promise<void> {
    const { knex } = app.database;
    for (const { id, ...row } of officers) await knex('officers').where({ id }).update(row);
  }

  async function signInAll(): Promise<void> {
    await restoreOfficers();
    const candidate = createTestClient(app.url);
    await candidate.signIn(people.pilot);
    const known = new Map(visitors.map(({ name, forms }) => [name, forms]));
    const found = [
      await describeVisitor('nobody', createTestClient(app.url)),
      await describeVisitor('candidate', candidate),
      await describeVisitor('account', await signInAccount(app, 'lumingqi')),
      await describeVisitor('office', await signInOfficer(app, 'province-1')),
      { ...(await describeVisitor('office', await signInOfficer(app, 'county-1'))), name: 'county' },
    ];
    visitors = found.map((one) => ({ ...one, forms: known.get(one.name) ?? one.forms }));
  }

  beforeAll(async () => {
    app = await startPlatformApp();
    // Pages first: they show which fields a form has.
    routes = listRoutes(app.express).toSorted((one, other) => one.method.localeCompare(other.method));
    visitors = [];
    officers = await app.database.knex('officers').select();
  });
  afterAll(async () => {
    endSending();
    await app.close();
  });
  beforeEach(async () => {
    await app.database.knex('throttles').delete();
    await signInAll();
  });
  afterEach(() => {
    expect(faults.splice(0)).toEqual([]);
  });

  async function ask(
    visitor: Visitor,
    route: Route,
    address: string,
    body?: string,
    type = FORM,
  ): Promise<void> {
    const headers: Record<string, string> = { cookie: visitor.cookie, accept: 'text/html', origin: app.url };
    if (body !== undefined) {
      headers['x-csrf-token'] = visitor.tokens.get(wingOf(route.path)) ?? '';
      if (type !== '') headers['content-type'] = type;
    }
    const answer = await send(app.url, route.method, address, {
      headers,
      ...(body !== undefined && { body }),
    });
    const kind = `${visitor.name} ${route.method} ${answer.status}`;
    answers.set(kind, (answers.get(kind) ?? 0) + 1);
    if (isFault(route, answer.status)) {
      const shown = `${address}${body === undefined ? '' : ` ${type} ${body}`}`.slice(0, 700);
      faults.push(`${answer.status} ${visitor.name} ${route.method} ${shown}`);
    }
    if (route.method === 'GET') keepForms(visitor, answer.text);
  }

  /** So many a second are let to the hashes as urgent; a rate that was set by chance lets hardly any. */
  const isFault = ({ path }: Route, status: number) =>
    status >= 500 && !(status === 503 && path === '/sign-in/urgent');

  function keepForms({ forms }: Visitor, html: string): void {
    for (const [form, action = ''] of html.matchAll(/<form[^>]* action="([^"]+)"[\s\S]*?<\/form>/g)) {
      const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)"[^>]*? value="([^"]*)"/g)]
        .filter(([, name]) => name !== '_csrf')
        .map(([, name = '', value = '']) => `${encode(name)}=${encode(value)}`)
        .join('&');
      const own = [...form.matchAll(/ name="([^"]+)"/g)].map(([, name = '']) => name);
      forms.set(action, { hidden, names: own.filter((name) => name !== '_csrf') });
    }
  }

  /** Does all, some at once. */
  async function doAll(
    work: readonly (() => Promise<void>)[],
    until = Number.POSITIVE_INFINITY,
  ): Promise<void> {
    const rest = [...work];
    const worker = async () => {
      for (let next = rest.shift(); next !== undefined && Date.now() < until; next = rest.shift())
        await next();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  const countAsked = () => [...answers.values()].reduce((sum, one) => sum + one, 0);
  /** Answers to forms that may have done something. */
  const countAccepted = () =>
    [...answers].reduce((sum, [kind, one]) => (/ POST [123]/.test(kind) ? sum + one : sum), 0);

  const isOwn = ({ name }: Visitor, { path }: Route) =>
    name === 'nobody' ? BEFORE_SIGN_IN.test(path) : (name === 'county' ? 'office' : name) === wingOf(path);
  const listOwn = (wanted: (route: Route) => boolean = (route) => !ends(route)) =>
    visitors.flatMap((visitor) =>
      routes
        .filter((route) => isOwn(visitor, route) && wanted(route))
        .map((route) => [visitor, route] as const),
    );

  /** A request with fields that are made up, in the query or in the body: its form's own, where that was seen. */
  function askWithFields(
    visitor: Visitor,
    route: Route,
    chance: (most: number) => number,
    amount: { readonly most: number; readonly calm: number },
  ): Promise<void> {
    const path = fillPath(route.path);
    const form = visitor.forms.get(path);
    const focused = form !== undefined && form.names.length > 0 && chance(4) > 0;
    const fields = makeFields(focused ? form.names : names, chance, amount);
    if (route.method === 'GET') return ask(visitor, route, `${path}?${fields.slice(0, 6000)}`);
    return ask(visitor, route, path, form === undefined ? fields : `${fields}&${form.hidden}`);
  }

  it('knows the routes and the names of fields', () => {
    expect(routes.length).toBeGreaterThan(300);
    expect(names.length).toBeGreaterThan(120);
  });

  it('in paths', async () => {
    let turn = 0;
    await doAll(
      listOwn(({ path }) => path.includes(':')).flatMap(([visitor, route]) =>
        Array.from({ length: PARTS_EACH }, () => () => {
          turn += 1;
          const part = hostileParts[turn % hostileParts.length] ?? '';
          const address = route.path.replace(/\{[^}]*\}/g, '').replace(/:\w+/g, part);
          return ask(visitor, route, address, route.method === 'POST' ? 'reason=1' : undefined);
        }),
      ),
    );
  });

  it('in queries and fields, by those whose routes they are', async () => {
    const chance = createChance(7);
    await doAll(
      listOwn()
        .filter(([{ name }]) => name !== 'county')
        .map(
          ([visitor, route]) =>
            () =>
              askWithFields(visitor, route, chance, { most: 60, calm: 3 }),
        ),
    );
    for (const who of ['candidate', 'account', 'office'])
      expect([who, (answers.get(`${who} GET 200`) ?? 0) > 10]).toEqual([who, true]);
  });

  it('by everybody else', async () => {
    const chance = createChance(5);
    const pairs = visitors.flatMap((visitor) =>
      routes.filter((route) => !isOwn(visitor, route)).map((route) => [visitor, route] as const),
    );
    let asked = 0;
    const mixed = pairs
      .map((pair) => ({ pair, at: chance(1_000_000) }))
      .toSorted((one, other) => one.at - other.at);
    await doAll(
      mixed.map(({ pair: [visitor, route] }) => () => {
        asked += 1;
        return askWithFields(visitor, route, chance, { most: 20, calm: 3 });
      }),
    );
    expect(asked).toBe(pairs.length);
  });

  it('in bodies of other shapes', async () => {
    let turn = 0;
    await doAll(
      listOwn(({ method }) => method === 'POST').map(([visitor, route]) => () => {
        turn += 1;
        const { type, body } = strangeBodies[turn % strangeBodies.length] ?? { type: '', body: '' };
        return ask(visitor, route, fillPath(route.path), body, type);
      }),
    );
  });

  it('at the provider, whose routes Express does not know', async () => {
    const chance = createChance(13);
    const visitor = visitors[2] as Visitor;
    await doAll(
      providerPaths.flatMap((path) =>
        Array.from({ length: 10 }, () => async () => {
          const made = makeFields(providerFields, chance, { most: 12, calm: 3 });
          const fields = chance(2) === 0 ? `client_id=chsi-archive&${made}` : made;
          const address = `/account/oidc${path}`;
          await ask(visitor, { method: 'GET', path: address }, `${address}?${fields.slice(0, 6000)}`);
          await ask(visitor, { method: 'POST', path: address }, address, fields);
        }),
      ),
    );
  });

  it('by chance, with what the pages themselves hide in their forms', async () => {
    const chance = createChance(17);
    const pairs = listOwn();
    const rounds = Array.from({ length: 40 }, (_one, round) =>
      pairs.map(
        ([visitor, route]) =>
          () =>
            askWithFields(visitor, route, chance, { most: 10 + (round % 5) * 30, calm: 4 + (round % 5) }),
      ),
    ).flat();
    await doAll(rounds, Date.now() + BUDGET_MS);
  });

  inLong(
    'in uploads, of every place that takes a file',
    async () => {
      const chance = createChance(23);
      const places = listOwn(
        ({ method, path }) => method === 'POST' && /import|pack|file|picture|supplement|list/.test(path),
      );
      expect(places.length).toBeGreaterThan(10);
      await doAll(
        Array.from({ length: 4000 }, (_one, at) => () => {
          const [visitor, route] = places[at % places.length] as (typeof places)[number];
          const { type, body } = makeUpload(chance);
          return ask(visitor, route, fillPath(route.path), body, type);
        }),
      );
    },
    LONG_MS,
  );

  inLong(
    'and what is refused changes nothing',
    async () => {
      const { knex } = app.database;
      const chance = createChance(29);
      const forms = listOwn((route) => route.method === 'POST' && !ends(route));
      let [looked, before] = [0, await takeSnapshot(knex, TRACES)];
      for (let at = 0; at < forms.length * 4; at += GROUP) {
        const accepted = countAccepted();
        const group = Array.from({ length: GROUP }, (_one, index) => forms[(at + index) % forms.length]);
        await doAll(
          group.map((one) => () => {
            const [visitor, route] = one as (typeof forms)[number];
            return askWithFields(visitor, route, chance, { most: 30, calm: 1 });
          }),
        );
        const after = await takeSnapshot(knex, TRACES);
        if (countAccepted() === accepted) {
          expect(after).toEqual(before);
          looked += 1;
        }
        before = after;
      }
      expect(looked).toBeGreaterThan(3);
    },
    LONG_MS,
  );

  inLong(
    'a hundred thousand times in all',
    async () => {
      const chance = createChance(31);
      const pairs = listOwn();
      for (let round = 0; countAsked() < LONG_REQUESTS; round += 1) {
        if (round % 5 === 0) {
          await app.database.knex('throttles').delete();
          await signInAll();
        }
        await doAll(
          pairs.map(
            ([visitor, route]) =>
              () =>
                askWithFields(visitor, route, chance, { most: 10 + (round % 5) * 30, calm: 4 + (round % 5) }),
          ),
        );
        expect(faults).toEqual([]);
        if (round % 20 === 0) process.stderr.write(`fuzz: ${countAsked()} of ${LONG_REQUESTS}\n`);
      }
      process.stderr.write(`fuzz: ${countAsked()} requests, ${faults.length} answers of 500 and more\n`);
    },
    LONG_MS,
  );

  it('where sessions end', async () => {
    const chance = createChance(19);
    for (const [visitor, route] of listOwn(ends))
      await askWithFields(visitor, route, chance, { most: 40, calm: 5 });
  });
});
