import type { Page } from 'playwright-core';
import { henan2026 } from '../../seeds/demo/henan-2026/world';
import { seedDemo } from '../../seeds/demo/seed-demo';
import { shandong2026 } from '../../seeds/demo/shandong-2026/world';
import { readShippedRulePack } from '../../seeds/reference/seed-reference';
import { toFacts } from '../../src/domain/candidates/candidate-facts';
import { activateRulePack } from '../../src/domain/rule-packs/rule-pack.repository';
import { typeMinute } from '../../src/infrastructure/format-time';
import { createLogger } from '../../src/infrastructure/logger';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { computeTotp, totpCounter } from '../../src/infrastructure/security/totp';
import { startImportJobs } from '../../src/office/imports/jobs/start-import-jobs';
import { listUnmetConditions } from '../../src/rules/filing/eligibility';
import { moveWindow } from '../candidate/filing/filing';
import { toCsv } from '../office/imports/files';
import { listRemaining } from '../office/supplements/supplement-steps';
import { openScreen, type Screen } from '../pages/screen';
import { listGroupChoices } from '../provinces/group-choices';
import type { TestBrowser } from './browser';
import { signInOffice, type Take } from './take-office-screens';
import { startTestApp, type TestApp, type TestAppOptions } from './test-app';
import { demoPassword } from './test-client';
import { MINUTE } from './test-clock';
import { createTestDatabase } from './test-database';

interface Choice {
  readonly institution: string;
  readonly group?: string;
  readonly majors: readonly string[];
}

/** A world of this year, and what its pictures show. */
interface ShownWorld {
  readonly pack: string;
  readonly batch: string;
  readonly over: readonly string[];
  readonly track: string;
  readonly filer: string;
  /** Has bound 动态密码. */
  readonly reader: string;
  readonly world: typeof henan2026;
  listChoices(open: boolean): readonly Choice[];
}

/** Rows of 专业+学校 of the first batch by whether they ask the filer for something that they lack. */
function listRows(number: string, open: boolean): readonly Choice[] {
  const person = shandong2026.people.find(({ candidate }) => candidate.candidateNumber === number);
  if (person === undefined) throw new Error(`${number} is not in this world`);
  const facts = toFacts(person.candidate);
  return shandong2026
    .listPlan()
    .filter(({ batch, planType }) => batch === 'regular-1' && planType === 'ordinary')
    .filter((row) => (listUnmetConditions(row.restrictions, facts).length === 0) === open)
    .filter((_row, index) => index % 40 === 0)
    .map(({ institution, major }) => ({ institution, majors: [major] }));
}

const shown: readonly ShownWorld[] = [
  {
    ...{ pack: 'henan-2026', batch: 'undergraduate', track: '5', world: henan2026 },
    over: ['undergraduate', 'supplementary-undergraduate'],
    ...{ filer: '26410122151001', reader: '26410122111003' },
    listChoices: listGroupChoices,
  },
  {
    ...{ pack: 'shandong-2026', batch: 'regular-1', track: '0', world: shandong2026 },
    over: ['regular-1'],
    ...{ filer: '26370112101001', reader: '26370112101002' },
    listChoices: (open) => listRows('26370112101001', open),
  },
];

async function signIn(screen: Screen, { world }: ShownWorld, number: string): Promise<void> {
  const { page } = screen;
  await screen.visit('/sign-in');
  await page.fill('#candidateNumber', number);
  await page.fill('#password', demoPassword);
  await screen.follow(() => page.click('main button:has-text("登录")'));
  const secret = world.people.find(({ candidate }) => candidate.candidateNumber === number)?.factors
    .totpSecret;
  if (secret === undefined || secret === null) return;
  await page.fill('#totp', computeTotp(secret, totpCounter(Date.now())));
  await screen.follow(() => page.click('main button[type="submit"]'));
}

async function fillSlot(page: Page, slot: number, { institution, group, majors }: Choice): Promise<void> {
  const place = `#parallel-${slot}`;
  await page.fill(`${place}-institution`, institution);
  if (group !== undefined) await page.fill(`${place}-group`, group);
  for (const [at, major] of majors.entries()) await page.fill(`${place}-major-${at + 1}`, major);
  if (group !== undefined) await page.check(`${place}-adjustment`);
}

async function takeFiling(screen: Screen, app: TestApp, one: ShownWorld, take: Take): Promise<void> {
  const { page } = screen;
  const { batch, pack } = one;
  const open = async () => {
    await screen.visit(`/batches/${batch}/notice`);
    await screen.follow(() => page.click('button:has-text("同意")'));
  };
  await signIn(screen, one, one.filer);
  await take(screen, `${pack}-home`);
  await open();
  const able = one.listChoices(true);
  for (const slot of [1, 2, 3]) await fillSlot(page, slot, able[slot - 1] ?? { institution: '', majors: [] });
  await page.locator('#parallel-3-institution').focus();
  await page.locator('[id^="parallel-3-"][id$="-hint"]:not(:empty)').first().waitFor();
  await take(screen, `${pack}-form`);
  const [wrong] = one.listChoices(false);
  if (wrong !== undefined) await fillSlot(page, 2, wrong);
  await screen.follow(() => page.click('.bar button:has-text("检查")'));
  await take(screen, `${pack}-form-checked`);
  await screen.follow(() => page.click('button:has-text("用表格文件填写")'));
  await take(screen, `${pack}-list-file`);
  await screen.visit(`/batches/${batch}/form`);
  await fillSlot(page, 2, able[3] ?? { institution: '', majors: [] });
  await screen.follow(() => page.click('.bar button:has-text("保存志愿")'));
  await takeSaved(screen, one, take);
  app.clock.advance(MINUTE);
}

async function takeSaved(screen: Screen, { pack, batch }: ShownWorld, take: Take): Promise<void> {
  const { page } = screen;
  const confirm = page.locator('button:has-text("确认保存志愿")');
  if ((await confirm.count()) > 0) await screen.follow(() => confirm.click());
  await take(screen, `${pack}-browse`);
  await screen.visit(`/batches/${batch}/print`);
  await take(screen, `${pack}-print`);
}

/** 征集: what both officers look at, and what the candidate finds afterwards. */
async function takeSupplement(
  screens: { readonly first: Screen; readonly second: Screen; readonly candidate: Screen },
  app: TestApp,
  { pack, batch, over, track }: ShownWorld,
  take: Take,
): Promise<void> {
  const { first, second, candidate } = screens;
  const now = app.clock.read().getTime();
  const past = { opensAt: new Date(now - 600 * MINUTE), closesAt: new Date(now - 60 * MINUTE) };
  for (const one of over) await moveWindow(app, one, past);
  await signInOffice(app, first, 'province-1');
  await first.visit(`/office/supplements/new?base=${batch}`);
  const { page } = first;
  for (const field of await page.locator('input[name^="line-"]').all()) await field.fill('450');
  await page.fill('#opensAt', typeMinute(new Date(now + 10 * MINUTE)));
  await page.fill('#closesAt', typeMinute(new Date(now + 600 * MINUTE)));
  for (const field of ['#dailyFrom', '#dailyUntil']) await page.fill(field, '');
  await take(first, `${pack}-supplement-new`);
  const buffer = Buffer.from(toCsv(await listRemaining(app, batch, track, 40)));
  await page.setInputFiles('#file', { name: '剩余计划.csv', mimeType: 'text/csv', buffer });
  await first.follow(() => page.click('button:has-text("上传并检查")'));
  await page.locator('#number').waitFor();
  await page.fill('#number', '40');
  await page.fill('#reason', '录取结束');
  await first.follow(() => page.click('button:has-text("申请建立征集")'));
  await signInOffice(app, second, 'province-2');
  await second.visit(new URL(page.url()).pathname);
  await second.page.locator('h2:has-text("将建立的征集")').scrollIntoViewIfNeeded();
  await take(second, `${pack}-supplement`);
  await second.follow(() => second.page.click('button:has-text("批准建立征集")'));
  await second.page.locator('text=已生效').waitFor();
  await app.services.reference.refresh();
  app.clock.advance(11 * MINUTE);
  await candidate.visit('/');
  await take(candidate, `${pack}-supplement-home`);
}

/** An application with one of this year's worlds alone: beside the bare demo its tables would have two years. */
async function startWorld(pack: string, options: TestAppOptions): Promise<TestApp> {
  const database = await createTestDatabase();
  await database.knex.transaction((transaction) => activateRulePack(transaction, readShippedRulePack(pack)));
  const app = await startTestApp({ ...options, database });
  const { dataKey, indexKey } = app.config.secrets;
  await seedDemo(database.knex, createCipher(dataKey, indexKey), app.clock.read());
  await app.services.reference.refresh();
  return {
    ...app,
    async close() {
      await app.close();
      await database.drop();
    },
  };
}

/** Takes the screens of this year's worlds, each in an application of its own. */
export function listWorldTakes(
  browser: TestBrowser,
  take: Take,
): readonly { readonly start: typeof startTestApp; work(app: TestApp): Promise<void> }[] {
  const start =
    (pack: string) =>
    (options: TestAppOptions = {}) =>
      startWorld(pack, options);
  return shown.map((one) => ({ start: start(one.pack), work: (app) => takeWorld(browser, app, one, take) }));
}

async function takeWorld(browser: TestBrowser, app: TestApp, one: ShownWorld, take: Take): Promise<void> {
  const open = () => openScreen(browser, { url: app.url, javaScript: true });
  const { imports } = app.services;
  const jobs = startImportJobs(app.services, { ...imports, log: createLogger('silent'), everyMs: 50 });
  try {
    const candidate = await open();
    await takeFiling(candidate, app, one, take);
    const reader = await open();
    await signIn(reader, one, one.reader);
    await reader.visit('/score-segments');
    await take(reader, `${one.pack}-segments`);
    await reader.visit(`/plans?batch=${one.batch}&mine=yes`);
    await take(reader, `${one.pack}-plans`);
    await takeSupplement({ first: await open(), second: await open(), candidate }, app, one, take);
  } finally {
    await jobs.stop();
  }
}
