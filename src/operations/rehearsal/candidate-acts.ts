import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { createDemoPost } from '../../domain/messages/demo-post';
import { openPhone } from '../../domain/phones/phone.repository';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { ComposedList } from './compose-list';
import { enter, look } from './enter';
import type { Journal, TroubleCode } from './journal';
import type { Player } from './players';
import { readHidden, type SeenPage, type VirtualBrowser } from './virtual-browser';

/** Where and how the virtual candidates act. */
export interface Stage {
  readonly base: string;
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly journal: Journal;
  readonly signal: AbortSignal;
}

const MOST_LOOK_UPS = 3;
const CONFIRMATION = '放弃志愿';
/** A message leaves within a second. */
const LOOK_MS = 100;
const MOST_LOOKS = 100;

/** Signs in where they are not: by the letter's secret the first time. @returns the home page; null where they stay outside */
async function arrive(stage: Stage, player: Player): Promise<SeenPage | null> {
  const { base, journal, signal } = stage;
  const { candidateNumber } = player.candidate;
  const visitor = { candidateNumber, address: player.address };
  if (player.browser !== null) {
    const browser = player.browser;
    const home = await look(journal.diary, 'home', () => browser.get('/'), signal);
    if (home?.status === 200 && home.path === '/') return home;
    await enter(base, { ...visitor, password: player.password }, journal.diary, { signal, browser });
  } else {
    const came = { ...visitor, password: player.firstSecret };
    const browser = await enter(base, came, journal.diary, { signal });
    if (browser !== null) await setPassword(stage, player, browser);
    player.browser = browser;
  }
  const home = await ask(stage, player, 'home', (browser) => browser.get('/'));
  if (home?.status === 200 && home.path === '/') return home;
  return refuse(stage, player, 'notEntered', '', home);
}

async function setPassword(stage: Stage, player: Player, browser: VirtualBrowser): Promise<void> {
  const { diary } = stage.journal;
  const page = await look(diary, 'first sign-in', () => browser.get('/first-sign-in'), stage.signal);
  const fields = { next: player.password, again: player.password, phrase: player.phrase };
  const hidden = readHidden(page?.html ?? '', '/first-sign-in');
  const next = await look(
    diary,
    'set password',
    () => browser.post('/first-sign-in', { ...hidden, ...fields }),
    stage.signal,
  );
  if (next?.path !== '/first-sign-in/phone') return;
  const skipped = readHidden(next.html, '/first-sign-in/phone');
  await look(diary, 'home', () => browser.post('/first-sign-in/completion', skipped), stage.signal);
}

/** From the home page over 须知 into the form. @returns null, and notes it, where one does not come there */
export async function openForm(stage: Stage, player: Player, batch: string): Promise<SeenPage | null> {
  const home = await arrive(stage, player);
  if (home === null) return null;
  // What is offered stands there as a link; 修改 of what was saved leads through the page of 浏览.
  if (!new RegExp(`href="/batches/${batch}[/"]`).test(home.html))
    return refuse(stage, player, 'notOffered', batch, home);
  const path = `/batches/${batch}/notice`;
  const notice = await ask(stage, player, 'notice', (browser) => browser.get(path));
  if (notice?.status !== 200) return refuse(stage, player, 'noForm', batch, notice);
  let form = await ask(stage, player, 'form', (browser) => browser.post(path, readHidden(notice.html, path)));
  if (form?.path.endsWith('/overwrite') === true) {
    const { path: asked, html } = form;
    form = await ask(stage, player, 'form', (browser) => browser.post(asked, readHidden(html, asked)));
  }
  return form?.status === 200 && form.path === `/batches/${batch}/form`
    ? form
    : refuse(stage, player, 'noForm', batch, form);
}

/** Types a list into a form and saves it, confirmed where that is asked. @returns whether it is saved */
export async function saveList(
  stage: Stage,
  player: Player,
  batch: string,
  { form, list, failing }: { form: SeenPage; list: ComposedList; failing: TroubleCode },
): Promise<boolean> {
  for (const institution of list.institutions.slice(0, MOST_LOOK_UPS)) {
    const path = `/look-up/${batch}/${player.candidate.track}/-/${institution}`;
    await ask(stage, player, 'look-up', (browser) => browser.get(path));
  }
  const saved = await post(stage, player, batch, form, list);
  const checkValue = /class="check-value">([^<]+)</.exec(saved?.html ?? '')?.[1];
  if (saved?.status !== 200 || saved.path !== `/batches/${batch}` || checkValue === undefined) {
    refuse(stage, player, failing, batch, saved);
    return false;
  }
  player.told.set(batch, checkValue);
  player.saves += 1;
  return true;
}

async function post(
  stage: Stage,
  player: Player,
  batch: string,
  form: SeenPage,
  { fields }: ComposedList,
): Promise<SeenPage | null> {
  const path = `/batches/${batch}/versions`;
  const typed = { ...readHidden(form.html, path), ...fields };
  const page = await ask(stage, player, 'save', (browser) => browser.post(path, typed));
  const confirmed = readHidden(page?.html ?? '', path);
  if (page?.status !== 200 || confirmed.confirmed === undefined || page.path !== path) return page;
  return ask(stage, player, 'confirmed save', (browser) => browser.post(path, confirmed));
}

/** Posts a form that was opened in time when its time is over. */
export async function saveAfterEnd(
  stage: Stage,
  player: Player,
  batch: string,
  list: ComposedList,
): Promise<boolean> {
  const form = player.opened.get(batch);
  if (form === undefined) return false;
  const page = await post(stage, player, batch, form, list);
  const refused = page !== null && page.status < 500 && page.path !== `/batches/${batch}`;
  if (!refused) refuse(stage, player, page?.status === 200 ? 'savedAfterEnd' : 'broken', batch, page);
  return refused;
}

/** 放弃已填报志愿, by the code of one's phone or by password and phrase. */
export async function giveUp(stage: Stage, player: Player, batch: string): Promise<boolean> {
  if ((await arrive(stage, player)) === null) return false;
  const path = `/batches/${batch}/abandonment`;
  let page = await ask(stage, player, 'giving up', (browser) => browser.get(path));
  if (page?.status !== 200) return refuse(stage, player, 'notGivenUp', batch, page) !== null;
  let answer = player.phrase;
  if (page.html.includes(`formaction="${path}/code"`)) {
    const hidden = readHidden(page.html, path);
    page = await ask(stage, player, 'code', (browser) => browser.post(`${path}/code`, hidden));
    answer = await readCode(stage, player.candidate.id);
  }
  const typed = { confirmation: CONFIRMATION, answer, password: player.password };
  const hidden = readHidden(page?.html ?? '', path);
  const done = await ask(stage, player, 'given up', (browser) => browser.post(path, { ...hidden, ...typed }));
  if (done?.status !== 200 || done.path !== `/batches/${batch}`)
    return refuse(stage, player, 'notGivenUp', batch, done) !== null;
  player.givenUp.add(batch);
  return true;
}

/** What the phone shows: the newest code that arrived for the candidate; '' where none does. */
async function readCode({ db, cipher, signal }: Stage, candidateId: number): Promise<string> {
  const row = await db('candidates').where({ id: candidateId }).first('phone_cipher', 'candidate_number');
  const phone = row?.phone_cipher == null ? '' : openPhone(cipher, row.phone_cipher, row.candidate_number);
  const post = createDemoPost(db, cipher);
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    const texts = (await post.listArrived(phone)).map(({ text }) => /验证码(\d{6})/.exec(text)?.[1]);
    const newest = texts.find((code) => code !== undefined);
    if (newest !== undefined) return newest;
    await sleep(LOOK_MS, undefined, { signal });
  }
  return '';
}

/** Looks at a page in the player's browser; null where the line broke, or there is no browser. */
export async function ask(
  { journal, signal }: Stage,
  { browser }: Player,
  step: string,
  go: (browser: VirtualBrowser) => Promise<SeenPage>,
): Promise<SeenPage | null> {
  return browser === null ? null : look(journal.diary, step, () => go(browser), signal);
}

/** Writes down that somebody did not come where they should. */
function refuse(
  { journal }: Stage,
  { candidate }: Player,
  code: TroubleCode,
  batch: string,
  page: SeenPage | null,
): null {
  const isFault = page === null || page.status >= 500;
  const seen = page === null ? 'no answer' : `${page.status} ${page.path}`;
  const said = /<title>([^<]*)</.exec(page?.html ?? '')?.[1] ?? '';
  journal.note(
    isFault ? 'broken' : code,
    [candidate.candidateNumber, batch, seen, said].filter(Boolean).join(' '),
  );
  return null;
}
