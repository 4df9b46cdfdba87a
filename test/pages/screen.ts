import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TestBrowser } from '../support/browser';
import { findAxeViolations } from './axe-violations';
import { keepPage } from './kept-pages';
import { leaveOutReplaced, watchFaults } from './page-faults';
import { findPhoneFaults } from './phone-faults';

/** What a candidate sits before: one window of a browser of their own. */
export interface Screen {
  readonly page: Page;
  readonly javaScript: boolean;
  /** Opens an address of the platform. */
  visit(path: string): Promise<void>;
  /** Does something that leads to another page, and waits for that page. */
  follow(action: () => Promise<unknown>): Promise<void>;
  /**
   * Looks at the page as it stands, without moving on.
   * @throws where axe finds a violation, a script failed, something was refused by CSP, the page scrolls sideways, or
   * something is wrong with it on a telephone
   */
  inspect(): Promise<void>;
  /** From here on a fault of this kind is what the scenario is about, not a mistake. */
  expectFault(pattern: RegExp): void;
  /** Another window of the same browser. */
  openWindow(): Promise<Screen>;
  /** Closes the browser, as a crash would. */
  close(): Promise<void>;
}

export interface ScreenOptions {
  readonly url: string;
  readonly javaScript: boolean;
  /** CSS pixels; 1024 × 768 unless given. */
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** How long a page may take on a busy machine. */
const PATIENCE_MS = 25_000;

/** Opens a browser of one's own, with nothing of the others'. */
export async function openScreen(browser: TestBrowser, options: ScreenOptions): Promise<Screen> {
  const context = await browser.newContext({ javaScript: options.javaScript });
  return openWindow(browser.browser, context, options);
}

async function openWindow(
  browser: Browser,
  context: BrowserContext,
  options: ScreenOptions,
): Promise<Screen> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  if (options.viewport !== undefined) await page.setViewportSize(options.viewport);
  const faults = watchFaults(page);
  keepStates(page);
  const expected: RegExp[] = [];
  return {
    page,
    javaScript: options.javaScript,
    async visit(path) {
      await page.goto(new URL(path, options.url).href);
    },
    async follow(action) {
      const loaded = page.waitForEvent('load');
      // Where the action itself fails, its error tells more.
      loaded.catch(() => undefined);
      await action();
      await loaded;
    },
    async inspect() {
      const overhang = Number(
        await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'),
      );
      const unexpected = leaveOutReplaced(faults).filter(
        (fault) => !expected.some((pattern) => pattern.test(fault)),
      );
      const found = [
        ...unexpected,
        ...(await findPhoneFaults(page)),
        ...(await findAxeViolations(browser, page)),
      ];
      if (overhang > 0) found.push(`the page is ${overhang} pixels wider than the window`);
      if (found.length > 0) throw new Error(`${page.url()}\n${found.join('\n')}`);
    },
    expectFault: (pattern) => expected.push(pattern),
    openWindow: () => openWindow(browser, context, options),
    close: () => context.close(),
  };
}

/** Under a long run, keeps each page as it came for the look at its end. */
function keepStates(page: Page): void {
  if (!process.env.TEST_KEPT_PAGES) return;
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'document') return;
    const { pathname } = new URL(response.url());
    // A page that was left before it was whole is kept by whoever stays.
    response.text().then(
      (html) => keepPage({ path: pathname, status: response.status(), html }),
      () => undefined,
    );
  });
}
