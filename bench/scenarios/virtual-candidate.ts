import { setTimeout as sleep } from 'node:timers/promises';
import { demoPassword } from '../../seeds/demo/people';
import { BATCH } from '../world';
import type { Diary } from './diary';
import { createVirtualBrowser, readHidden, type SeenPage, type VirtualBrowser } from './virtual-browser';

/** Who files, from where, and what. */
export interface Filer {
  readonly candidateNumber: string;
  readonly address: string;
  /** The fields of the list. */
  readonly choices: Readonly<Record<string, string>>;
  /** Paths of the look-ups that typing asks for. */
  readonly lookUps: readonly string[];
}

/** How people act, in milliseconds: shorter than in life, so that a scenario ends. */
export interface Pace {
  /** Between two pages. */
  readonly think: number;
  /** Between two codes that are typed. */
  readonly type: number;
}

const WAITING = '正在排队登录';
const VERSIONS = `/batches/${BATCH}/versions`;

/** Comes, waits where there is a line, signs in. @returns null where it was refused to the end */
export async function enter(
  base: string,
  { candidateNumber, address }: Filer,
  diary: Diary,
): Promise<VirtualBrowser | null> {
  const browser = createVirtualBrowser(base, address);
  const visit = diary.begin();
  for (;;) {
    const page = await look(diary, 'sign-in page', () => browser.get('/sign-in'));
    if (page === null) return null;
    if (page.html.includes(WAITING)) {
      diary.noteWaiting(visit, Buffer.byteLength(page.html));
      await sleep(readRefresh(page.html));
      continue;
    }
    const fields = { ...readHidden(page.html, '/sign-in'), candidateNumber, password: demoPassword };
    const home = await look(diary, 'sign-in', () => browser.post('/sign-in', fields));
    if (home === null) return null;
    if (home.status !== 200 || home.path.startsWith('/sign-in')) continue;
    diary.noteEntered(visit);
    return browser;
  }
}

/** Opens the form, types, has the draft kept, saves and looks at what was saved. @returns whether it was saved */
export async function file(
  browser: VirtualBrowser,
  { choices, lookUps }: Filer,
  pace: Pace,
  diary: Diary,
): Promise<boolean> {
  await look(diary, 'home', () => browser.get('/'));
  await sleep(vary(pace.think));
  const form = await look(diary, 'form', () => browser.get(`/batches/${BATCH}/form`));
  if (form === null || form.status !== 200) return false;
  for (const path of lookUps) {
    await sleep(vary(pace.type));
    await look(diary, 'look-up', () => browser.get(path));
  }
  return save(browser, readHidden(form.html, VERSIONS), choices, diary);
}

/** Saves a list whose form is open. */
export async function save(
  browser: VirtualBrowser,
  hidden: Readonly<Record<string, string>>,
  choices: Readonly<Record<string, string>>,
  diary: Diary,
): Promise<boolean> {
  const saved = await look(diary, 'save', () => browser.post(VERSIONS, { ...hidden, ...choices }));
  return saved?.status === 200 && !saved.path.endsWith('/form');
}

/** How often people who are told to come again do so. */
const MOST_TRIES = 10;

/** Looks at a page, again where it says so, and notes how it went; null where the line broke. */
async function look(diary: Diary, step: string, ask: () => Promise<SeenPage>): Promise<SeenPage | null> {
  for (let tries = 1; ; tries += 1) {
    const page = await ask().catch(() => null);
    diary.note(step, page?.status ?? 0, page?.ms ?? 0);
    if (page?.status !== 503 || tries === MOST_TRIES) return page;
    await sleep(1_000 * page.retryAfter);
  }
}

const readRefresh = (html: string) =>
  1000 * Number(/http-equiv="refresh" content="(\d+)/.exec(html)?.[1] ?? 5);

/** Half as long to half as long again: no two people are in step. */
const vary = (ms: number) => ms * (0.5 + Math.random());
