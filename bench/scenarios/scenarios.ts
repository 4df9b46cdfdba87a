import { setTimeout as sleep } from 'node:timers/promises';
import { demoPassword } from '../../seeds/demo/people';
import { createDiary, type Diary, type StepFigures } from '../../src/operations/rehearsal/diary';
import { enter } from '../../src/operations/rehearsal/enter';
import { readHidden, type VirtualBrowser } from '../../src/operations/rehearsal/virtual-browser';
import { BATCH, type World } from '../world';
import { gatherCrowd } from './crowd';
import { type Filer, file, type Pace, save } from './virtual-candidate';

/** How large a scenario is played. */
export interface Size {
  /** Sign-ins a second that the application lets in. */
  readonly rate: number;
  /** Seconds for which people keep coming. */
  readonly seconds: number;
}

const PACE: Pace = { think: 500, type: 150 };
const CODES = 6;
/** Times what is let in, at the end of the ramp. */
const STORM = 3;
const ROOM = 50;
const FORM = `/batches/${BATCH}/form`;

/** Plays with candidates that nobody else uses. */
export interface Cast {
  take(count: number, addressOf?: (at: number) => string): readonly Filer[];
}

/** Candidates of the bench, each at an address of its own unless told otherwise. */
export function createCast(world: World): Cast {
  let taken = 0;
  return {
    take(count, addressOf = (at) => `10.${1 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}`) {
      const from = taken;
      taken += count;
      return world.candidates.slice(from, taken).map((candidate, at) => {
        const {
          _csrf,
          formToken: _token,
          tab: _tab,
          revision: _revision,
          ...choices
        } = Object.fromEntries(new URLSearchParams(world.planSave(candidate).body));
        return {
          candidateNumber: candidate.candidateNumber,
          address: addressOf(from + at),
          password: demoPassword,
          choices,
          lookUps: Array.from({ length: CODES }, () => world.lookUpPath),
        };
      });
    },
  };
}

/** From nobody to three times what is let in; everybody files. @returns how many lists were saved, of how many */
export async function playOpening(
  base: string,
  cast: Cast,
  { rate, seconds }: Size,
  diary: Diary,
): Promise<Result> {
  const filers = cast.take(Math.round((STORM * rate * seconds) / 2));
  // The time at which a rate that grows evenly has brought the nth.
  const arrivals = filers.map((_filer, at) => seconds * 1000 * Math.sqrt(at / filers.length));
  return all(filers, async (filer, at) => {
    await sleep(arrivals[at]);
    const browser = await enter(base, filer, diary);
    return browser !== null && file(browser, filer, PACE, diary);
  });
}

/** Fifty in one room behind one address come within a few seconds, and file. */
export async function playSchool(base: string, cast: Cast, seconds: number, diary: Diary): Promise<Result> {
  const filers = cast.take(ROOM, () => '203.0.113.7');
  return all(filers, async (filer) => {
    await sleep(Math.random() * seconds * 1000);
    const browser = await enter(base, filer, diary);
    return browser !== null && file(browser, filer, PACE, diary);
  });
}

/** Everybody has the form open and saves in the last seconds, ever more of them. */
export async function playLastMinute(
  base: string,
  cast: Cast,
  { rate, seconds }: Size,
  diary: Diary,
): Promise<Result> {
  const prepared = await open(base, cast.take(rate * seconds));
  return all(prepared, async ({ browser, hidden, filer }, at) => {
    await sleep(seconds * 1000 * Math.sqrt(at / prepared.length));
    return save(browser, hidden, filer.choices, diary);
  });
}

/** The same saves evenly, at rest and while a storm of sign-ins goes on. @returns what those who save met in both, and those who come */
export async function playSavesInStorm(
  base: string,
  cast: Cast,
  { rate, seconds }: Size,
): Promise<{ readonly rest: Diary; readonly storm: Diary; readonly signIns: readonly StepFigures[] }> {
  const [rest, storm] = [createDiary(), createDiary()];
  const perSecond = Math.max(1, Math.round(rate / 4));
  const saveEvenly = async (diary: Diary) => {
    const prepared = await open(base, cast.take(perSecond * seconds));
    return () =>
      all(prepared, async ({ browser, hidden, filer }, at) => {
        await sleep((at * 1000) / perSecond);
        return save(browser, hidden, filer.choices, diary);
      });
  };
  await (await saveEvenly(rest))();
  const inStorm = await saveEvenly(storm);
  const crowd = await gatherCrowd();
  crowd.come({ base, visitors: cast.take(STORM * rate * seconds), perSecond: STORM * rate });
  await inStorm();
  return { rest, storm, signIns: await crowd.go() };
}

interface Result {
  readonly done: number;
  readonly of: number;
}

interface Prepared {
  readonly browser: VirtualBrowser;
  readonly hidden: Readonly<Record<string, string>>;
  readonly filer: Filer;
}

/** Signs people in one after the other and opens their forms, before what is measured begins. */
async function open(base: string, filers: readonly Filer[]): Promise<readonly Prepared[]> {
  const unseen = createDiary();
  const prepared: Prepared[] = [];
  const waiting = [...filers];
  const helper = async () => {
    for (let filer = waiting.shift(); filer !== undefined; filer = waiting.shift()) {
      const browser = await enter(base, filer, unseen);
      if (browser === null) throw new Error('a candidate could not come in before the scenario');
      const { html } = await browser.get(FORM);
      prepared.push({ browser, hidden: readHidden(html, `/batches/${BATCH}/versions`), filer });
    }
  };
  await Promise.all([helper(), helper(), helper(), helper()]);
  return prepared;
}

async function all<T>(people: readonly T[], act: (one: T, at: number) => Promise<boolean>): Promise<Result> {
  const done = await Promise.all(people.map(act));
  return { done: done.filter(Boolean).length, of: people.length };
}
