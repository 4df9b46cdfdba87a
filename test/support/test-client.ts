import { keepPage } from '../pages/kept-pages';

/** A browser without a screen: cookies, forms with their hidden fields, no redirects followed unless asked. */
export interface TestClient {
  get(path: string): Promise<TestPage>;
  /** A file, as bytes. @throws where it is not sent with 200. */
  download(path: string): Promise<{ readonly bytes: ArrayBuffer; readonly headers: Headers }>;
  /** Posts as a form; `_csrf` is added from the last page unless given. Redirects are followed. */
  post(path: string, fields: Fields, options?: PostOptions): Promise<TestPage>;
  signIn(candidateNumber: string, password?: string): Promise<TestPage>;
  readonly cookies: Map<string, string>;
  /** What it says of itself; '' leaves that to fetch. */
  userAgent: string;
}

export type Fields = Readonly<Record<string, string | readonly string[]>> | URLSearchParams;

export interface PostOptions {
  readonly follow?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly csrf?: string | null;
}

export interface TestPage {
  readonly status: number;
  readonly url: string;
  readonly html: string;
  readonly headers: Headers;
  /** Text without tags, white space folded. */
  readonly text: string;
  /** Hidden fields of the first form that posts to `action`, or of the first form. */
  hidden(action?: string): Record<string, string>;
}

export const demoPassword = 'Zhiyuan#2021';

export function createTestClient(base: string): TestClient {
  const cookies = new Map<string, string>();
  let csrf = '';

  async function request(path: string, init: RequestInit, follow: boolean): Promise<TestPage> {
    const headers = new Headers(init.headers);
    // Nobody looks at the packed bytes: packing and unpacking every page is a tenth of a run.
    if (!headers.has('accept-encoding')) headers.set('accept-encoding', 'identity');
    if (client.userAgent !== '') headers.set('user-agent', client.userAgent);
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(new URL(path, base), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keepCookie(line);
    const location = response.headers.get('location');
    if (follow && location !== null && response.status >= 300 && response.status < 400) {
      // At once, as browsers do, and not when the body is whole.
      response.arrayBuffer().catch(() => undefined);
      return request(location, { method: 'GET' }, true);
    }
    const page = toPage(response, await response.text());
    keepPage({ path: response.url.slice(new URL(base).origin.length), status: page.status, html: page.html });
    csrf = /name="_csrf" value="([^"]+)"/.exec(page.html)?.[1] ?? csrf;
    return page;
  }

  function keepCookie(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    const value = decodeURIComponent(pair.slice(at + 1));
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(pair.slice(0, at));
    else cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }

  const client: TestClient = {
    cookies,
    userAgent: '',
    get: (path) => request(path, { method: 'GET' }, true),
    async download(path) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(new URL(path, base), { headers: { cookie }, redirect: 'manual' });
      if (response.status !== 200) throw new Error(`${path} was answered ${response.status}`);
      return { bytes: await response.arrayBuffer(), headers: response.headers };
    },
    async post(path, fields, options = {}) {
      const body = fields instanceof URLSearchParams ? fields : toBody(fields);
      if (options.csrf !== null && !body.has('_csrf')) body.set('_csrf', options.csrf ?? csrf);
      return request(path, { method: 'POST', body, headers: { ...options.headers } }, options.follow ?? true);
    },
    async signIn(candidateNumber, password = demoPassword) {
      await client.get('/sign-in');
      return client.post('/sign-in', { candidateNumber, password });
    },
  };
  return client;
}

function toBody(fields: Exclude<Fields, URLSearchParams>): URLSearchParams {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
  }
  return body;
}

function toPage(response: Response, html: string): TestPage {
  return {
    status: response.status,
    url: new URL(response.url).pathname,
    html,
    headers: response.headers,
    text: readEntities(html.replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ')).replace(
      /\s+/g,
      ' ',
    ),
    hidden(action) {
      const forms = html.match(/<form[\s\S]*?<\/form>/g) ?? [];
      const form =
        action === undefined
          ? forms.find((one) => !one.includes('/sign-out'))
          : forms.find((one) => one.includes(`action="${action}"`));
      const found: Record<string, string> = {};
      for (const [, name = '', value = ''] of (form ?? '').matchAll(
        /<input type="hidden" name="([^"]+)"[^>]*? value="([^"]*)"/g,
      )) {
        found[name] = readEntities(value);
      }
      return found;
    },
  };
}

/** What a browser makes of escaped text. */
export function readEntities(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
