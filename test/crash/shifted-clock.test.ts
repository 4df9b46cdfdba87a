import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCandidate } from '../../bench/population';
import { applicationUrlOf } from '../../src/infrastructure/database/embedded/application-role';
import { writeReliability } from '../support/reliability';
import { BATCH, createDesk, understand } from './desk';
import { type Programs, startPrograms, usualApp } from './programs';
import { openSharedScene, type Scene } from './scene';

const long = process.env.LONG === '1' ? describe : describe.skip;

const PLANTS = path.join(__dirname, 'plants.ts');
const SHIFTED = path.join(__dirname, 'shift-clock.ts');
const shifts = [0, 300_000, -300_000] as const;
/** Candidates at each process and boundary, one behind the other. */
const EACH = 20;
const COOLDOWN_MINUTES = 60;
/** Candidates of a process that goes by its own clock. */
const CONTROLS = 3;
/** A stream of saves from so long before a boundary to so long behind it. */
const AROUND_MS = 3_000;

interface Attempt {
  readonly candidate_id: string | number;
  readonly outcome: string;
  /** When its line was written, by the clock of the database. */
  readonly at: Date;
}

long('processes whose clocks are five minutes fast and slow', () => {
  let scene: Scene;
  let programs: Programs;
  const desk = createDesk(64);
  const cookies = new Map<number, string>();
  let next = 0;

  beforeAll(async () => {
    scene = await openSharedScene(EACH * shifts.length * 3 + CONTROLS, COOLDOWN_MINUTES);
    const apps = shifts.map((shift) =>
      shift === 0 ? usualApp : { preload: SHIFTED, env: { SHIFT_MS: String(shift) } },
    );
    programs = await startPrograms({
      ...{ databaseUrl: applicationUrlOf(scene.url), ownsServer: false, redis: false, apps },
    });
    for (const one of scene.candidates)
      cookies.set(one.id, await desk.signIn(() => programs.urls[0] ?? '', one));
  }, 240_000);
  afterAll(async () => {
    desk.close();
    await programs.stop();
    await scene.close();
  });

  function takeCandidates(): readonly (readonly BenchCandidate[])[] {
    next += EACH * shifts.length;
    return shifts.map((_shift, at) => scene.candidates.slice(next - EACH * (at + 1), next - EACH * at));
  }
  const idsOf = (all: readonly (readonly BenchCandidate[])[]) => all.flat().map(({ id }) => id);

  /** One save, confirmed where that is asked, until it is taken or `tries` are over. */
  async function save(url: string, one: BenchCandidate, list: number, tries: number): Promise<void> {
    let confirmed = '';
    const token = desk.issueToken(one);
    for (let at = 0; at < tries; at += 1) {
      const sent = { kind: 'save', token, list, confirmed } as const;
      const told = understand(await desk.send(url, one, cookies.get(one.id) ?? '', sent));
      if (told?.kind === 'saved') return;
      if (told?.kind === 'unconfirmed') confirmed = told.confirms;
      else await sleep(AROUND_MS / 10);
    }
  }

  /** At every process one candidate after the other comes, from before a boundary to behind it. */
  async function stream(
    candidates: readonly (readonly BenchCandidate[])[],
    work: (url: string, one: BenchCandidate) => Promise<void>,
  ): Promise<void> {
    await Promise.all(
      candidates.flatMap((some, at) =>
        some.map(async (one, place) => {
          await sleep((place * 2 * AROUND_MS) / EACH);
          await work(programs.urls[at] ?? '', one);
        }),
      ),
    );
  }

  const findNow = async () => {
    const { rows } = await scene.knex.raw<{ rows: { now: Date }[] }>('select clock_timestamp() as now');
    return rows[0]?.now ?? new Date(0);
  };
  const boundaryFrom = async (ms: number) => new Date((await findNow()).getTime() + ms);

  const listAttempts = (ids: readonly number[], outcomes: readonly string[]) =>
    scene.knex<Attempt>('save_attempts').whereIn('candidate_id', ids).whereIn('outcome', outcomes);
  const listSaved = (ids: readonly number[], ordinal: number) =>
    scene
      .knex('application_versions')
      .whereIn('candidate_id', ids)
      .where({ ordinal })
      .pluck<Date[]>('saved_at');

  /** What was decided on either side, of each process: the boundary shows nothing where one side is empty. */
  async function countSides(
    candidates: readonly (readonly BenchCandidate[])[],
    outcome: string,
    ordinal: number,
  ) {
    return Promise.all(
      candidates.map(async (some) => {
        const ids = some.map(({ id }) => id);
        const saved = await listSaved(ids, ordinal);
        const refused = await listAttempts(ids, [outcome]);
        return { saved, refused: refused.map(({ at }) => at) };
      }),
    );
  }

  let decided = 0;
  const wrong: string[] = [];
  /** Notes what was decided otherwise than a boundary says. */
  function note(what: string, times: readonly Date[], isRight: (at: Date) => boolean): void {
    decided += times.length;
    wrong.push(...times.filter((at) => !isRight(at)).map((at) => `${what} ${at.toISOString()}`));
  }

  it('end the 30 minutes by the clock of the database', async () => {
    const candidates = takeCandidates();
    const expiry = await boundaryFrom(AROUND_MS);
    await scene
      .knex('form_openings')
      .whereIn('candidate_id', idsOf(candidates))
      .update({ expires_at: expiry });
    await stream(candidates, (url, one) => save(url, one, 0, 1));
    for (const { saved, refused } of await countSides(candidates, 'expired', 1)) {
      expect(Math.min(saved.length, refused.length)).toBeGreaterThan(0);
      note('saved behind the 30 minutes', saved, (at) => at < expiry);
      note('expired before they were over', refused, (at) => at >= expiry);
    }
    expect(wrong).toEqual([]);
  });

  it('end the hour between two saves likewise', async () => {
    const candidates = takeCandidates();
    await stream(candidates, (url, one) => save(url, one, 0, 1));
    const hour = await boundaryFrom(AROUND_MS);
    const lastSaved = new Date(hour.getTime() - COOLDOWN_MINUTES * 60_000);
    await scene
      .knex('application_groups')
      .whereIn('candidate_id', idsOf(candidates))
      .update({ last_saved_at: lastSaved });
    await stream(candidates, (url, one) => save(url, one, 1, 40));
    for (const { saved, refused } of await countSides(candidates, 'refused', 2)) {
      expect([saved.length, refused.length > 0]).toEqual([EACH, true]);
      note('saved before the hour was over', saved, (at) => at >= hour);
    }
    expect(wrong).toEqual([]);
  });

  it('close the window likewise', async () => {
    const candidates = takeCandidates();
    const closing = await boundaryFrom(2 * AROUND_MS);
    await scene.knex('windows').where({ batch_code: BATCH }).update({ closes_at: closing });
    await sleep(AROUND_MS);
    await stream(candidates, (url, one) => save(url, one, 0, 1));
    for (const { saved, refused } of await countSides(candidates, 'refused', 1)) {
      expect(Math.min(saved.length, refused.length)).toBeGreaterThan(0);
      note('saved behind the closing', saved, (at) => at < closing);
      note('refused before the closing', refused, (at) => at >= closing);
    }
    expect(wrong).toEqual([]);
  });

  it('and a process that goes by its own clock is found', async () => {
    const app = { preload: PLANTS, env: { FAULT: 'its own clock', SHIFT_MS: String(shifts[1]) } };
    const planted = await startPrograms({
      ...{ databaseUrl: applicationUrlOf(scene.url), ownsServer: false, redis: false, apps: [app] },
    });
    try {
      const candidates = scene.candidates.slice(-CONTROLS);
      await scene
        .knex('windows')
        .where({ batch_code: BATCH })
        .update({ closes_at: await boundaryFrom(600_000) });
      const expiry = await boundaryFrom(60_000);
      const ids = candidates.map(({ id }) => id);
      await scene.knex('form_openings').whereIn('candidate_id', ids).update({ expires_at: expiry });
      for (const one of candidates) await save(planted.urls[0] ?? '', one, 0, 1);
      const refused = await listAttempts(ids, ['expired']);
      expect(refused.filter(({ at }) => at < expiry)).toHaveLength(CONTROLS);
    } finally {
      await planted.stop();
    }
    writeReliability({
      promise: 'P8',
      test: 'test/crash/shifted-clock.test.ts',
      figures: [
        ['processes: right, 300 s fast, 300 s slow', shifts.length],
        ['decisions within 3 s of closing, 30 minutes and hour', decided],
        ['decided otherwise than the clock of the database says', wrong.length],
      ],
      planted: [
        [
          'a process that takes its own clock, 300 s fast',
          `${CONTROLS} of ${CONTROLS} saves refused a minute before the 30 minutes were over`,
        ],
      ],
    });
  });
});
