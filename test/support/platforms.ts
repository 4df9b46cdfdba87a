import { createServer } from 'node:net';
import { startTestApp, type TestApp, type TestAppOptions } from './test-app';

/*
 * An application whose PUBLIC_URL is where it listens, so that platforms find its provider: `startPlatformApp()`.
 */

/** A port that nobody listens on now. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

export async function startPlatformApp(options: TestAppOptions = {}): Promise<TestApp> {
  const port = await findFreePort();
  return startTestApp({
    ...options,
    port,
    env: { PUBLIC_URL: `http://127.0.0.1:${port}`, OUTBOUND_ALLOW: '127.0.0.1', ...options.env },
  });
}

/**
 * A browser that knows the paths of cookies, as the provider's need: the shared one sends every cookie everywhere.
 * `location` is where a redirect that leads to another origin was left.
 */
export interface PathBrowser {
  get(path: string): Promise<PathPage>;
  post(path: string, fields?: Readonly<Record<string, string>>): Promise<PathPage>;
  /** As `get` and `post`, but stays where a redirect begins. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  readonly cookies: readonly KeptCookie[];
  /** Forgets a cookie. */
  drop(name: string): void;
}

export interface KeptCookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export interface PathPage {
  readonly status: number;
  /** Path and query. */
  readonly url: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Headers;
}

export function createPathBrowser(base: string): PathBrowser {
  let cookies: KeptCookie[] = [];
  let html = '';
  let csrf = '';

  function keep(line: string, path: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const own = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? path;
    cookies = cookies.filter((cookie) => cookie.name !== name || cookie.path !== own);
    const gone = attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute));
    if (!gone && at < pair.length - 1) cookies.push({ name, value: pair.slice(at + 1), path: own });
  }

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const target = new URL(path, base);
    const headers = new Headers(init.headers);
    // As browsers say it; the library answers anybody else in JSON.
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    const fitting = cookies.filter(
      (cookie) =>
        cookie.path === '/' ||
        target.pathname === cookie.path ||
        target.pathname.startsWith(`${cookie.path}/`),
    );
    if (fitting.length > 0)
      headers.set('cookie', fitting.map(({ name, value }) => `${name}=${value}`).join('; '));
    const response = await fetch(target, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(line, target.pathname);
    return response;
  }

  async function follow(path: string, init: RequestInit): Promise<PathPage> {
    let response = await ask(path, init);
    let url = new URL(path, base);
    for (;;) {
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status >= 400) break;
      response.arrayBuffer().catch(() => undefined);
      url = new URL(location, url);
      if (url.origin !== new URL(base).origin) break;
      response = await ask(`${url.pathname}${url.search}`);
    }
    const left = url.origin !== new URL(base).origin;
    html = left ? '' : await response.text();
    csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? csrf;
    const text = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    const shown = left ? url.href : `${url.pathname}${url.search}`;
    return { status: response.status, url: shown, html, text, headers: response.headers };
  }

  return {
    get cookies() {
      return cookies;
    },
    drop(name) {
      cookies = cookies.filter((cookie) => cookie.name !== name);
    },
    ask,
    get: (path) => follow(path, {}),
    post(path, fields = {}) {
      const form =
        html.match(/<form[\s\S]*?<\/form>/g)?.find((one) => one.includes(`action="${path}"`)) ?? html;
      const body = new URLSearchParams(fields);
      for (const [, name = '', value = ''] of form.matchAll(
        /<input type="hidden" name="([^"]+)"[^>]*? value="([^"]*)"/g,
      ))
        if (!body.has(name)) body.set(name, value);
      if (!body.has('_csrf')) body.set('_csrf', csrf);
      // As browsers do, with a form of their own site.
      return follow(path, { method: 'POST', body, headers: { origin: new URL(base).origin } });
    },
  };
}

/** A browser that is signed in to the account centre. */
export async function signInBrowser(app: TestApp, name: string): Promise<PathBrowser> {
  const browser = createPathBrowser(app.url);
  await browser.get('/account/sign-in');
  const page = await browser.post('/account/sign-in', { name, password: 'Zhiyuan#2021' });
  if (page.url !== '/account') throw new Error(`${name} was not signed in: ${page.text}`);
  return browser;
}

/** Gives the consent that a page asks for. */
export async function consentTo(browser: PathBrowser, page: PathPage): Promise<PathPage> {
  const action = /action="(\/account\/authorizations\/[^"]+\/consent)"/.exec(page.html)?.[1];
  if (action === undefined) throw new Error(`no consent is asked for: ${page.text}`);
  return browser.post(action);
}
