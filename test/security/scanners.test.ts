import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { computeTotp, totpCounter } from '../../src/infrastructure/security/totp';
import { people } from '../candidate/filing/filing';
import { getOfficerSecret } from '../support/officers';
import { createTestClient, demoPassword, type TestClient } from '../support/test-client';
import { type DrillServer, startDrillServer } from './drill-server';
import { openScanWay, type Passport, type Sighting } from './scan-way';
import { findMissingScanners, runSqlmap, runWapiti } from './scanners';

/*
 * `npm run test:security`: Debian's wapiti and sqlmap against a drill in a process of its own, by whoever is not signed
 * in and by a candidate, an account and the province. What they find of medium weight or above, and any answer of 500 and
 * more, is a fault. SCAN_SECONDS is the time of each tool for each visitor, 120 unless it is set.
 */
const SECONDS = Number(process.env.SCAN_SECONDS ?? 120);
/** Seconds for all fields of one request. */
const REQUEST_SECONDS = 60;

const missing = findMissingScanners();
const isAsked = process.env.SCAN === '1';
if (isAsked && missing !== null) say(`test:security is skipped: ${missing}`);
const scan = isAsked && missing === null ? describe : describe.skip;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Nothing of a visitor's own is pressed: 退出, 不是我操作, 注销, and what changes their password. */
const LEAVES = /sign-out|departure|closing|disput|password|ending|disabling|renewal/;

scan('scanners', () => {
  let drill: DrillServer;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-scan-'));
    drill = await startDrillServer();
  }, 120_000);
  afterAll(async () => {
    await drill?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Signs in by a way of its own, which hands on what the browser brings. */
  function enter(
    visit: (client: TestClient) => Promise<{ readonly url: string; readonly html: string }>,
    home: string,
  ): Passport['signIn'] {
    return async () => {
      const way = await openScanWay(drill.url, drill.host, { signIn: null, signInPath: null, leaves: /^$/ });
      try {
        const client = createTestClient(way.url);
        const page = await visit(client);
        if (page.url !== home) throw new Error(`not at ${home} but at ${page.url}`);
        const token = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? '';
        return { cookie: [...client.cookies].map((pair) => pair.join('=')).join('; '), token };
      } finally {
        await way.close();
      }
    };
  }

  async function signInProvince(client: TestClient) {
    const { knex } = drill.database;
    await knex('officers').where({ sign_in_name: 'province-1' }).update({ totp_last_counter: null });
    await client.get('/office/sign-in');
    const totp = computeTotp(getOfficerSecret('province-1'), totpCounter(Date.now()));
    return client.post('/office/sign-in', { signInName: 'province-1', password: demoPassword, totp });
  }

  const visitors: readonly (readonly [string, string, string | null, Passport['signIn']])[] = [
    ['nobody', '/', null, enter((client) => client.get('/sign-in'), '/sign-in')],
    ['a candidate', '/', '/sign-in', enter((client) => client.signIn(people.pilot), '/')],
    [
      'an account',
      '/account/',
      '/account/sign-in',
      enter(async (client) => {
        await client.get('/account/sign-in');
        return client.post('/account/sign-in', { name: 'lumingqi', password: demoPassword });
      }, '/account'),
    ],
    ['the province', '/office/', '/office/sign-in', enter(signInProvince, '/office')],
  ];

  it.each(visitors)(
    'find nothing as %s',
    async (name, start, signInPath, signIn) => {
      await drill.database.knex('throttles').delete();
      const way = await openScanWay(drill.url, drill.host, { signIn, signInPath, leaves: LEAVES });
      try {
        say(`wapiti as ${name}, about ${SECONDS} seconds`);
        const own = path.join(folder, name.replaceAll(' ', '-'));
        const crawled = await runWapiti(`${way.url}${start}`, { folder: own, seconds: SECONDS });
        say(
          `  ${way.asked()} requests, ${crawled.findings.length} findings, ${way.faults.length} faults, signed in anew ${way.renewed()} times`,
        );
        if (!crawled.ended) say(crawled.output.slice(-2000));
        const { tried, findings } = await tryRequests(way.url, way.sightings(), own);
        say(`  sqlmap: ${tried} of ${way.sightings().length} requests, ${findings.length} findings`);
        expect({
          ended: crawled.ended,
          faults: way.faults,
          findings: [...crawled.findings, ...findings],
        }).toEqual({
          ended: true,
          faults: [],
          findings: [],
        });
        // A scanner that saw the sign-in alone says nothing.
        expect(way.asked()).toBeGreaterThan(60);
        expect(way.sightings().length).toBeGreaterThan(0);
        expect(tried).toBeGreaterThan(0);
      } finally {
        await way.close();
      }
    },
    SECONDS * 8000,
  );

  async function tryRequests(way: string, sightings: readonly Sighting[], own: string) {
    const until = Date.now() + SECONDS * 1000;
    const findings: { readonly what: string }[] = [];
    let tried = 0;
    for (const sighting of sightings) {
      if (Date.now() > until) break;
      say(`  sqlmap at ${sighting.method} ${sighting.address.slice(0, 100)}`);
      const run = { folder: path.join(own, `sqlmap-${tried}`), seconds: REQUEST_SECONDS };
      const end = await runSqlmap(way, sighting, run);
      findings.push(...end.findings);
      tried += 1;
    }
    return { tried, findings };
  }

  it('would have found a text that is shown as it came, and a query put together of it', async () => {
    const { knex } = drill.database;
    const server = http.createServer(async (req, res) => {
      const { pathname, searchParams } = new URL(req.url ?? '/', 'http://x');
      res.setHeader('content-type', 'text/html');
      if (pathname === '/show') return res.end(`<html><body>${searchParams.get('text')}</body></html>`);
      if (pathname === '/find') {
        const found = await knex
          .raw(`select name from institutions where code = '${searchParams.get('code')}'`)
          .then(
            ({ rows }) => rows.map(({ name }: { name: string }) => name).join(' '),
            (error: Error) => error.message,
          );
        return res.end(`<html><body>${found}</body></html>`);
      }
      return res.end('<html><body><a href="/show?text=a">a</a><a href="/find?code=0001">b</a></body></html>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      say('the scanners themselves, against a server with two planted faults');
      const own = path.join(folder, 'planted');
      const { findings } = await runWapiti(`${url}/`, { folder: own, seconds: 40 }, 'xss,sql');
      expect(findings.some(({ what }) => what.startsWith('Cross Site Scripting'))).toBe(true);
      const sighting = { method: 'GET', address: '/find?code=0001', type: '', body: '' };
      const run = { folder: path.join(own, 'sqlmap'), seconds: REQUEST_SECONDS };
      expect((await runSqlmap(url, sighting, run)).findings).toHaveLength(1);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }, 240_000);
});
