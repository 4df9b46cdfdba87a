import http from 'node:http';

export interface SeenPage {
  readonly status: number;
  /** Where redirects led. */
  readonly path: string;
  readonly html: string;
  /** When to come again, in seconds; 0: now. */
  readonly retryAfter: number;
  /** Until the last byte of the last answer, in milliseconds. */
  readonly ms: number;
}

/** A browser with cookies of its own; it follows redirects. */
export interface VirtualBrowser {
  get(path: string): Promise<SeenPage>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<SeenPage>;
}

interface Answer extends Pick<SeenPage, 'status' | 'html' | 'retryAfter'> {
  /** '' where it leads nowhere else. */
  readonly location: string;
}

const MOST_REDIRECTS = 5;
/** As long as a person looks at an empty page. */
const PATIENCE_MS = 60_000;

/** @param address from which the browser comes, as the proxy in front says it */
export function createVirtualBrowser(base: string, address: string): VirtualBrowser {
  const cookies = new Map<string, string>();
  // A browser keeps its connections for as long as it is there.
  const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });

  async function follow(method: 'GET' | 'POST', path: string, body: string): Promise<SeenPage> {
    const begun = performance.now();
    let answer = await send(method, path, body);
    let at = path;
    for (let hop = 0; answer.location !== '' && hop < MOST_REDIRECTS; hop += 1) {
      const target = new URL(answer.location, base);
      at = target.pathname + target.search;
      answer = await send('GET', at, '');
    }
    const { status, html, retryAfter } = answer;
    return { status, path: at, html, retryAfter, ms: performance.now() - begun };
  }

  function send(method: string, path: string, body: string) {
    return new Promise<Answer>((resolve, reject) => {
      const headers: Record<string, string> = {
        accept: 'text/html',
        'x-forwarded-for': address,
        cookie: [...cookies].map((pair) => pair.join('=')).join('; '),
        ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
      };
      const request = http.request(new URL(path, base), { method, headers, agent, timeout: PATIENCE_MS });
      request.once('timeout', () => request.destroy(new Error('no answer')));
      request.once('error', reject);
      request.once('response', (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.once('error', reject);
        res.once('end', () => {
          for (const line of res.headers['set-cookie'] ?? []) keepCookie(line);
          resolve({
            status: res.statusCode ?? 0,
            location: res.headers.location ?? '',
            html: Buffer.concat(chunks).toString(),
            retryAfter: Number(res.headers['retry-after'] ?? 0),
          });
        });
      });
      request.end(body);
    });
  }

  function keepCookie(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }

  return {
    get: (path) => follow('GET', path, ''),
    post: (path, fields) => follow('POST', path, new URLSearchParams(fields).toString()),
  };
}

/** Hidden fields of the form of a page that is sent to `action`. */
export function readHidden(html: string, action: string): Readonly<Record<string, string>> {
  const form = html
    .split('<form')
    .find((part) => part.slice(0, part.indexOf('>')).includes(`action="${action}"`));
  const inputs = (form?.split('</form>')[0] ?? '').matchAll(/<input type="hidden"[^>]*>/g);
  return Object.fromEntries(
    [...inputs].map(([input]) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? '',
      /value="([^"]*)"/.exec(input)?.[1] ?? '',
    ]),
  );
}
