import { createHash } from 'node:crypto';
import { computeCheckValue, FIRST_HASH } from '../../../src/domain/choice-lists/canonical-body';
import { findSave } from '../../../src/domain/ledger/verification.repository';
import { writeReliability } from '../../support/reliability';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';
import { file, listSound, people, signIn } from '../filing/filing';

const LONG = process.env.LONG === '1';
/** Most of them past HTTP, many in one statement: the page waits 200 ms and lets 300 of a network through. */
const GUESSES = LONG ? 1_000_000 : 4_000;
/** By the function that the page asks. */
const BY_FUNCTION = LONG ? 20_000 : 400;
const BY_PAGE = LONG ? 1_000 : 20;
const AT_ONCE = 20;
const IN_ONE = 1_000;
jest.setTimeout(1_200_000);

/** Who knows all of a save but what was chosen and the secret nonce, and asks 查验志愿 for every list that there may be. */
describe('guessing choices by 查验志愿', () => {
  let app: TestApp;
  let saved: Readonly<Record<string, string>> & {
    readonly saved_at: Date;
    readonly hash: Buffer;
    readonly pack_version: number;
    readonly ordinal: number;
    readonly save_number: number;
  };
  const lists = listSound(80);
  const lastDigits = people.pilot.slice(-4);

  beforeAll(async () => {
    app = await startTestApp({ env: { TRUSTED_PROXIES: 'loopback' } });
    await file(await signIn(app, people.pilot), 'early-other', lists[57] ?? {});
    saved = await app.database.knex('application_versions').first();
  });
  afterAll(() => app.close());

  /** The body as it would be, had another list been saved; the right one is among them. */
  function bodyOf(list: (typeof lists)[number]): string {
    const body = JSON.parse(saved.canonical_body ?? '');
    const [slot] = body.sections[0].slots;
    const names = new Map([
      ...['16 马克思主义理论', '27', '31', '0A'].map((one) => one.split(' ') as [string, string]),
      ...slot.majors.flatMap((major: { code: string; name: string } | null) =>
        major === null ? [] : [[major.code, major.name] as const],
      ),
    ]);
    slot.majors = slot.majors.map((_major: unknown, at: number) => {
      const code = list[`first-1-major-${at + 1}`];
      return code === undefined ? null : { code, name: names.get(code) };
    });
    slot.adjustment = list['first-1-adjustment'];
    return JSON.stringify(body);
  }

  function guess(body: string, nonce: Buffer): Buffer {
    const header = {
      candidateNumber: people.pilot,
      group: saved.group_code ?? '',
      ordinal: saved.ordinal,
      saveNumber: saved.save_number,
      batch: saved.batch_code ?? '',
      pack: saved.pack_code ?? '',
      packVersion: saved.pack_version,
      savedAt: saved.saved_at.toISOString(),
      actor: `${saved.actor_kind} ${saved.actor_id}`,
      address: saved.address ?? '',
      device: saved.device ?? '',
    };
    return computeCheckValue(header, body, FIRST_HASH, nonce);
  }

  /** Looks for guesses as the page does, by the whole 校验值. @returns how many were found, and of how many */
  async function lookFor(guesses: Iterable<Buffer>, most: number): Promise<{ found: number; of: number }> {
    const { knex } = app.database;
    const count = { found: 0, of: 0 };
    const all = guesses[Symbol.iterator]();
    const look = async () => {
      while (count.of < most && count.found === 0) {
        const next = all.next();
        if (next.done === true) return;
        count.of += 1;
        if ((await findSave(knex, next.value, next.value, lastDigits)) !== null) count.found += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, look));
    return count;
  }

  /** As many at once, by the first eight digits, which is what the page is content with. @returns how many were found */
  async function lookForAll(guesses: Iterator<Buffer>, most: number): Promise<number> {
    let found = 0;
    for (let of = 0; of < most; of += IN_ONE) {
      const some = Array.from({ length: IN_ONE }, () => (guesses.next().value as Buffer).subarray(0, 4));
      const { rows } = await app.database.knex.raw<{ rows: { found: number }[] }>(
        `select count(*)::int as found from unnest(?::bytea[]) as guess
           join application_versions v on substring(v.hash from 1 for 4) = guess`,
        [some],
      );
      found += rows[0]?.found ?? 0;
    }
    return found;
  }

  function* listGuesses(nonces: Iterable<Buffer>): Generator<Buffer> {
    const bodies = lists.map(bodyOf);
    for (const nonce of nonces) for (const body of bodies) yield guess(body, nonce);
  }
  /** None, nothing but zeros, what is known of the save, numbers. */
  function* listNonces(): Generator<Buffer> {
    yield Buffer.alloc(0);
    yield Buffer.alloc(32);
    for (const known of [people.pilot, saved.saved_at.toISOString(), saved.form_token ?? ''])
      yield createHash('sha256').update(known).digest();
    for (let number = 0; ; number += 1) yield createHash('sha256').update(String(number)).digest();
  }

  async function askPage(checkValue: string, place: number): Promise<string> {
    const visitor = createTestClient(app.url);
    await visitor.get('/verify');
    const headers = { 'x-forwarded-for': `10.${place % 200}.${Math.floor(place / 200) % 250}.1` };
    const { html } = await visitor.post('/verify', { checkValue, lastDigits }, { headers });
    return /● (?:<strong>)?([^<]*)/.exec(html)?.[1] ?? '';
  }

  it(`finds none in ${GUESSES}, ${BY_PAGE} of them at the page; without the nonce the list falls`, async () => {
    expect(await lookForAll(listGuesses(listNonces()), GUESSES)).toBe(0);
    const { found, of } = await lookFor(listGuesses(listNonces()), BY_FUNCTION);
    expect([found, of]).toEqual([0, BY_FUNCTION]);
    const verdicts = new Set<string>();
    const guesses = listGuesses(listNonces());
    for (let place = 0; place < BY_PAGE; place += AT_ONCE)
      for (const verdict of await Promise.all(
        Array.from({ length: AT_ONCE }, (_none, at) =>
          askPage((guesses.next().value as Buffer).toString('hex'), place + at),
        ),
      ))
        verdicts.add(verdict.slice(0, 2));
    expect([...verdicts]).toEqual(['查无']);
    expect(await askPage(saved.hash.toString('hex'), 0)).toBe('现行有效');

    // The same list saved without a nonce.
    const hash = guess(saved.canonical_body ?? '', Buffer.alloc(0));
    await app.database.knex.raw('alter table application_versions disable trigger user');
    await app.database.knex('application_versions').update({ nonce: Buffer.alloc(0), hash });
    const began = performance.now();
    const fallen = await lookFor(listGuesses(listNonces()), BY_FUNCTION);
    expect(await lookForAll(listGuesses(listNonces()), IN_ONE)).toBe(1);
    const seconds = (performance.now() - began) / 1000;
    expect([fallen.found, fallen.of <= lists.length + AT_ONCE]).toEqual([1, true]);
    expect(seconds).toBeLessThan(10);
    writeReliability({
      promise: 'P5',
      test: 'test/candidate/verification/guesses.test.ts',
      figures: [
        [
          'guesses by whoever knows all but the list and the nonce, compared with every stored 校验值',
          GUESSES,
        ],
        ['of them through the function that /verify asks', BY_FUNCTION],
        ['of them at the page itself', BY_PAGE],
        ['found', found],
      ],
      planted: [
        ['a saved list without a nonce', `falls after ${fallen.of} guesses, ${seconds.toFixed(2)} s`],
      ],
    });
  });
});
