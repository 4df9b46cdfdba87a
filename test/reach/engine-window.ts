import { setTimeout as sleep } from 'node:timers/promises';
import type { Wire } from './wire';

export interface WindowOptions {
  /** Where the cookies belong. */
  readonly url: string;
  readonly cookies?: ReadonlyMap<string, string>;
  readonly javaScript: boolean;
  /** CSS pixels; 1024 × 768 unless given. */
  readonly width?: number;
}

/** What is to be said of a page as it stands. */
export interface Seen {
  /** Errors of scripts, and of the CSP, since the page was asked for. */
  readonly faults: readonly string[];
  readonly path: string;
  /** By how many pixels it is wider than its window. */
  readonly overflow: number;
  /** Whether its heading and what lies beneath stand in the window, in this order. */
  readonly stands: boolean;
  readonly text: string;
}

/** A window of an old engine, for what a person does at it: pages, keys, buttons. */
export interface EngineWindow {
  visit(path: string): Promise<Seen>;
  /** A page of another origin. */
  visitPage(url: string): Promise<Seen>;
  look(): Promise<Seen>;
  /** Types into the field that this selector finds, key by key. */
  type(selector: string, text: string): Promise<void>;
  /** Presses what has this text, or is found by this selector, and waits for the page that it leads to. */
  press(what: string): Promise<Seen>;
  /** Presses what is found by this selector, and stays. */
  click(selector: string): Promise<void>;
  /** Chooses this value of a list. */
  choose(selector: string, value: string): Promise<void>;
  /** Waits for these words on the page. @throws where they do not come, telling what is there */
  waitFor(words: string): Promise<void>;
  /** Errors of scripts, and of the CSP, on all pages since the window was opened. */
  listFaults(): readonly string[];
  close(): void;
}

const PATIENCE_MS = 60_000;

/** Heading before content, both with a size, and nothing beside the window; asked as ES5. */
const LOOK = `(function () {
  var heading = document.querySelector('h1, main h2, main p'), main = document.querySelector('main');
  var top = heading && heading.getBoundingClientRect(), all = main && main.getBoundingClientRect();
  return JSON.stringify({
    path: location.pathname,
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    stands: !!top && top.height > 0 && top.width > 0 && top.top >= all.top - 1 && all.height > 40,
    text: document.body.innerText
  });
})()`;
const NOTHING = '{"path":"","overflow":0,"stands":false,"text":""}';

/** What is pressed by its words, a button before a link; else by a selector. As ES5. */
const find = (what: string) => `(function () {
  var what = ${JSON.stringify(what)}, found = null;
  function look(selector) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), function (one) {
      var hidden = one.getAttribute('aria-hidden') || one.parentNode.getAttribute('aria-hidden');
      if (!found && !hidden && one.textContent.replace(/\\s+/g, '') === what) found = one;
    });
  }
  look('button');
  look('a[href]');
  return found || (/[#.\\[]/.test(what) ? document.querySelector(what) : null);
})()`;

/** Opens the engine's tab as a window of this size. */
export async function openEngineWindow(wire: Wire, options: WindowOptions): Promise<EngineWindow> {
  const { url: base, cookies = new Map(), javaScript, width = 1024 } = options;
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await wire.send(`${domain}.enable`);
  // The page before may still ask for something, and cookies know no ports.
  await wire.send('Page.navigate', { url: 'about:blank' });
  await sleep(200);
  await wire.send('Network.clearBrowserCookies');
  for (const [name, value] of cookies)
    await wire.send('Network.setCookie', { url: base, name, value, path: '/' });
  const size = { width, height: 768, deviceScaleFactor: 1, mobile: false };
  await wire.send('Emulation.setDeviceMetricsOverride', size);
  await wire.send('Emulation.setScriptExecutionDisabled', { value: !javaScript });

  const all: string[] = [];
  const evaluate = async (expression: string) => {
    const { result } = (await wire.send('Runtime.evaluate', { expression })) as {
      result?: { value?: unknown };
    };
    return result?.value;
  };
  async function look(): Promise<Seen> {
    const said = await evaluate(LOOK);
    const seen = JSON.parse(typeof said === 'string' ? said : NOTHING);
    const page = new URL(seen.path, base).href;
    return {
      faults: wire.events.flatMap(({ method, params }) => describeFault(method, params, page)),
      ...seen,
    };
  }
  async function load(start: () => Promise<unknown>, what: string): Promise<Seen> {
    all.push(...(await look()).faults);
    wire.events.length = 0;
    await start();
    await waitUntil(
      async () => wire.events.some(({ method }) => method === 'Page.loadEventFired'),
      `${what} leads to no page`,
    );
    await sleep(150);
    return look();
  }
  const click = async (what: string) => {
    const found = await evaluate(
      `(function () { var at = ${find(what)}; if (at) at.click(); return !!at; })()`,
    );
    if (found !== true) throw new Error(`nothing to press: ${what}\n${(await look()).text}`);
  };
  return {
    look,
    visit: (path) => load(() => wire.send('Page.navigate', { url: `${base}${path}` }), path),
    visitPage: (url) => load(() => wire.send('Page.navigate', { url }), url),
    listFaults: () => all,
    press: (what) => load(() => click(what), what),
    click,
    async type(selector, text) {
      const field = `document.querySelector(${JSON.stringify(selector)})`;
      await evaluate(`(function () { var at = ${field}; at.focus(); at.select(); })()`);
      for (const key of text) {
        await wire.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key, key });
        await wire.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
      }
    },
    async choose(selector, value) {
      await evaluate(`document.querySelector(${JSON.stringify(selector)}).value = ${JSON.stringify(value)}`);
    },
    async waitFor(words) {
      const has = async () => (await look()).text.includes(words);
      await waitUntil(has, `${words} does not come`).catch(async (error: Error) => {
        throw new Error(`${error.message}:\n${(await look()).text}`);
      });
    },
    close: () => wire.close(),
  };
}

async function waitUntil(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(otherwise);
    await sleep(30);
  }
}

/** A page that says why it shows nothing (403) is a page; everything else that fails is a fault. */
function describeFault(method: string, params: Record<string, unknown>, page: string): readonly string[] {
  const text = JSON.stringify(params);
  if (method === 'Runtime.exceptionThrown') return [text.slice(0, 400)];
  // An old engine notes in its log that it knows only a part of this header.
  if (text.includes('Clear-Site-Data')) return [];
  const { level, source, url } = (params.entry ?? {}) as Record<string, string | undefined>;
  if (source === 'network' && url === page && /status of 4\d\d/.test(text)) return [];
  return method === 'Log.entryAdded' && (level === 'error' || source === 'security')
    ? [text.slice(0, 400)]
    : [];
}
