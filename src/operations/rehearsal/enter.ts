import { setTimeout as sleep } from 'node:timers/promises';
import type { Diary } from './diary';
import { createVirtualBrowser, readHidden, type SeenPage, type VirtualBrowser } from './virtual-browser';

/** Who comes, from where, and with what to sign in. */
export interface Visitor {
  readonly candidateNumber: string;
  readonly address: string;
  /** 登录密码, or the 首次登录密码 of a letter. */
  readonly password: string;
}

interface EnterOptions {
  readonly signal?: AbortSignal;
  /** Theirs, where they have been here before. */
  readonly browser?: VirtualBrowser;
}

const WAITING = '正在排队登录';
/** How often people who are told to come again do so. */
const MOST_TRIES = 10;

/** Comes, waits where there is a line, signs in. @returns null where it was refused to the end */
export async function enter(
  base: string,
  { candidateNumber, address, password }: Visitor,
  diary: Diary,
  { signal, browser = createVirtualBrowser(base, address) }: EnterOptions = {},
): Promise<VirtualBrowser | null> {
  const visit = diary.begin();
  for (let refused = 0; refused < MOST_TRIES; ) {
    const page = await look(diary, 'sign-in page', () => browser.get('/sign-in'), signal);
    if (page === null) return null;
    if (page.html.includes(WAITING)) {
      diary.noteWaiting(visit, Buffer.byteLength(page.html));
      await sleep(readRefresh(page.html), undefined, { signal });
      continue;
    }
    const fields = { ...readHidden(page.html, '/sign-in'), candidateNumber, password };
    const home = await look(diary, 'sign-in', () => browser.post('/sign-in', fields), signal);
    if (home === null) return null;
    refused += 1;
    if (home.status !== 200 || home.path.startsWith('/sign-in')) continue;
    diary.noteEntered(visit);
    return browser;
  }
  return null;
}

/** Looks at a page, again where it says so, and notes how it went; null where the line broke. */
export async function look(
  diary: Diary,
  step: string,
  ask: () => Promise<SeenPage>,
  signal?: AbortSignal,
): Promise<SeenPage | null> {
  for (let tries = 1; ; tries += 1) {
    const page = await ask().catch(() => null);
    signal?.throwIfAborted();
    diary.note(step, page?.status ?? 0, page?.ms ?? 0);
    if (page?.status !== 503 || tries === MOST_TRIES) return page;
    await sleep(1_000 * page.retryAfter, undefined, { signal });
  }
}

const readRefresh = (html: string) =>
  1000 * Number(/http-equiv="refresh" content="(\d+)/.exec(html)?.[1] ?? 5);
