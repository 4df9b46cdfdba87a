import { type Browser, type BrowserContext, type BrowserServer, chromium } from 'playwright-core';
import { getBrowserProgram } from './system-packages';

const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A candidate's computer: a 1024 × 768 screen, Chinese, Beijing time. */
export interface TestBrowser {
  /** A new profile, with nothing of the others'; close it at the end of the test. */
  newContext(options: { javaScript: boolean }): Promise<BrowserContext>;
  close(): Promise<void>;
  readonly browser: Browser;
}

/**
 * Starts the run's one Chromium, without a window: test files join it, each context is a profile of its own.
 * @throws when there is none, or no Chinese font, naming the package.
 */
export async function startBrowserServer(): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath: getBrowserProgram(), args: flags, host: '127.0.0.1' });
}

/**
 * Joins the run's browser; outside a run starts one.
 * @throws when there is none, or no Chinese font, naming the package.
 */
export async function launchBrowser(): Promise<TestBrowser> {
  const running = process.env.TEST_BROWSER;
  const browser = running
    ? await chromium.connect(running)
    : await chromium.launch({ executablePath: getBrowserProgram(), args: flags });
  return {
    browser,
    newContext: ({ javaScript }) =>
      browser.newContext({
        javaScriptEnabled: javaScript,
        viewport: { width: 1024, height: 768 },
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
      }),
    close: () => browser.close(),
  };
}
