import http from 'node:http';

export interface SeenPage {
  readonly status: number;
  /** Where redirects led. */
  readonly path: string;
  readonly html: string;
  /** A file as it came. */
  readonly bytes: Buffer;
  /** When to come again, in seconds; 0: now. */
  readonly retryAfter: number;
  /** Until the last byte of the last answer, in milliseconds. */
  readonly ms: number;
}

/** What a form sends; a field that is ticked several times is sent as often. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A browser with cookies of its own; it follows redirects. */
export interface VirtualBrowser {
  get(path: string): Promise<SeenPage>;
  post(path: string, fields: Fields): Promise<SeenPage>;
}

interface Answer extends Pick<SeenPage, 'status' | 'bytes' | 'retryAfter'> {
  /** '' where it leads nowhere else. */
  readonly location: string;
}

const MOST_REDIRECTS = 5;
/** As long as a person looks at an empty page. */
const PATIENCE_MS = 60_000;

/**
 * @param address from which the browser comes, as the proxy in front says it
 * @throws where the server is not on this machine
 */
export function createVirtualBrowser(base: string, address: string): VirtualBrowser {
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(new URL(base).hostname))
    throw new RangeError(`a virtual browser asks this machine alone, not ${base}`);
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
    const { status, bytes, retryAfter } = answer;
    return { status, path: at, bytes, html: bytes.toString(), retryAfter, ms: performance.now() - begun };
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
            bytes: Buffer.concat(chunks),
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
    post: (path, fields) => {
      const pairs = Object.entries(fields).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, String(one)]),
      );
      return follow('POST', path, new URLSearchParams(pairs).toString());
    },
  };
}

/** Hidden fields of the form of a page that is sent to `action`. */
export function readHidden(html: string, action: string): Readonly<Record<string, string>> {
  const form = html.split('<form').find((part) => {
    const head = part.slice(0, part.indexOf('>'));
    return head.includes(`action="${action}"`) && head.includes('method="post"');
  });
  const inputs = (form?.split(/<\/form>/)[0] ?? '').matchAll(/<input type="hidden"[^>]*>/g);
  return Object.fromEntries(
    [...inputs].map(([input]) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? '',
      /value="([^"]*)"/.exec(input)?.[1] ?? '',
    ]),
  );
}
