import { type Browser, type BrowserContext, chromium } from 'playwright-core';
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
  /** Closes every profile of the test file. */
  close(): Promise<void>;
  readonly browser: Browser;
}

/** One Chromium a worker, for all test files that it runs. */
const worker = globalThis as {
  testBrowser?: Promise<Browser> | undefined;
  lastingContexts?: Set<BrowserContext>;
};

/** What jest tells a worker that has no more to do (its CHILD_MESSAGE_END). */
const END = 2;

async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: getBrowserProgram(), args: flags });
  // Its pipes would keep the worker waiting until jest loses patience; leaving kills the browser too.
  process.on('message', (message: unknown) => {
    if (Array.isArray(message) && message[0] === END) process.exit();
  });
  return browser;
}

/**
 * Starts the worker's Chromium, without a window, or goes on with it: each context is a profile of its own.
 * @throws when there is none, or no Chinese font, naming the package.
 */
export async function launchBrowser(): Promise<TestBrowser> {
  let browser = await worker.testBrowser?.catch(() => undefined);
  if (!browser?.isConnected()) {
    worker.testBrowser = startBrowser();
    browser = await worker.testBrowser;
  }
  return {
    browser,
    newContext: ({ javaScript }) =>
      browser.newContext({
        javaScriptEnabled: javaScript,
        viewport: { width: 1024, height: 768 },
        locale: 'zh-CN',
        timezoneId: 'Asia/Shanghai',
      }),
    close: async () => {
      const own = browser.contexts().filter((context) => !worker.lastingContexts?.has(context));
      await Promise.all(own.map((context) => context.close()));
    },
  };
}

/** Leaves a profile open when the test file that opened it ends. */
export function keepOpen(context: BrowserContext): void {
  worker.lastingContexts ??= new Set();
  worker.lastingContexts.add(context);
}

/** Ends the Chromium of this process, where it started one. */
export async function stopBrowser(): Promise<void> {
  const { testBrowser } = worker;
  worker.testBrowser = undefined;
  await (await testBrowser?.catch(() => undefined))?.close();
}
