import { setTimeout as sleep } from 'node:timers/promises';
import type { Diary } from '../../src/operations/rehearsal/diary';
import { look, type Visitor } from '../../src/operations/rehearsal/enter';
import { readHidden, type VirtualBrowser } from '../../src/operations/rehearsal/virtual-browser';
import { BATCH } from '../world';

/** Who files, from where, and what. */
export interface Filer extends Visitor {
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

const VERSIONS = `/batches/${BATCH}/versions`;

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

/** Half as long to half as long again: no two people are in step. */
const vary = (ms: number) => ms * (0.5 + Math.random());
