import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a visitor brings along, and how they come by it again when an attack has ended their session. */
export interface Passport {
  /** Null: whoever comes brings cookies of their own. */
  readonly signIn: (() => Promise<{ readonly cookie: string; readonly token: string }>) | null;
  /** Where somebody is sent whose session is over; null for whoever has none. */
  readonly signInPath: string | null;
  /** What the scanner is not to press: it would end its own session, or lock its own account. */
  readonly leaves: RegExp;
}

/** A request of a kind, as it came first. */
export interface Sighting {
  readonly method: string;
  readonly address: string;
  readonly type: string;
  readonly body: string;
}

/** The way of a scanner to a server: it knows nothing of cookies, tokens or TLS, and is signed in nevertheless. */
export interface ScanWay {
  readonly url: string;
  /** Answers of 500 and more, each with what was asked. */
  readonly faults: readonly string[];
  readonly asked: () => number;
  /** How often the visitor had to sign in anew. */
  readonly renewed: () => number;
  /** One of each kind that has fields: method, path without its numbers, names of the fields. */
  readonly sightings: () => readonly Sighting[];
  close(): Promise<void>;
}

/** Behind which an attack says nothing new. */
const MOST_RENEWALS = 40;
const MOST_FAULTS = 20;

/**
 * Stands in front of a server as its reverse proxy does, with TLS said to be ended here, and hands cookie and token of
 * a visitor over with every request.
 */
export async function openScanWay(target: string, host: string, passport: Passport): Promise<ScanWay> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const faults: string[] = [];
  const sightings = new Map<string, Sighting>();
  let own = passport.signIn === null ? null : await passport.signIn();
  let renewing: Promise<void> | null = null;
  let [asked, renewed] = [0, 0];

  function renew(): void {
    if (passport.signIn === null || renewing !== null || renewed >= MOST_RENEWALS) return;
    renewed += 1;
    renewing = passport
      .signIn()
      .then((fresh) => {
        own = fresh;
      })
      .catch((error: unknown) => {
        faults.push(`the visitor could not sign in again: ${error}`);
      })
      .finally(() => {
        renewing = null;
      });
  }

  function note(req: IncomingMessage, status: number, body: Buffer): void {
    const { method = 'GET', url = '/' } = req;
    const type = req.headers['content-type'] ?? '';
    if (status >= 500 && faults.length < MOST_FAULTS)
      faults.push(`${status} ${method} ${url.slice(0, 400)} ${body.toString('latin1').slice(0, 400)}`);
    const sighting = { method, address: url, type, body: body.toString('latin1') };
    const names = listNames(sighting);
    const kind = `${method} ${url.split('?')[0]?.replace(/\d+/g, 'N')} ${names.join(' ')}`;
    // A form that is refused for what was typed (422) is read all the same.
    const isRead = ![404, 405].includes(status) && status < 500;
    if (names.length > 0 && isRead && !sightings.has(kind)) sightings.set(kind, sighting);
  }

  const server = http.createServer(async (req, res) => {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part);
    const body = Buffer.concat(parts);
    asked += 1;
    if (passport.leaves.test(req.url ?? '')) {
      res.writeHead(204).end();
      return;
    }
    await renewing;
    const { origin: _origin, referer: _referer, ...headers } = req.headers;
    const sent = http.request(
      new URL(target),
      {
        agent,
        method: req.method,
        path: req.url,
        headers: {
          ...headers,
          host,
          // wapiti asks for packing that it cannot unpack, and sees an empty page.
          'accept-encoding': 'identity',
          'x-forwarded-proto': 'https',
          'x-forwarded-for': '198.51.100.7',
          ...(own !== null && { cookie: own.cookie, 'x-csrf-token': own.token }),
        },
      },
      (answer) => {
        const { statusCode = 502 } = answer;
        note(req, statusCode, body);
        const { location } = answer.headers;
        const { signInPath } = passport;
        if (signInPath !== null && location?.replace(`https://${host}`, '').startsWith(signInPath)) renew();
        res.writeHead(statusCode, {
          ...answer.headers,
          ...(location !== undefined && { location: location.replace(`https://${host}`, way) }),
        });
        answer.pipe(res);
      },
    );
    sent.on('error', (error) => {
      faults.push(`no answer: ${error.message} ${req.method} ${req.url?.slice(0, 200)}`);
      res.destroy();
    });
    sent.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const way = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: way,
    faults,
    asked: () => asked,
    renewed: () => renewed,
    sightings: () => [...sightings.values()],
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Names of the fields of a request, without those that every form has. */
function listNames({ address, type, body }: Sighting): readonly string[] {
  const query = new URLSearchParams(address.split('?')[1] ?? '');
  const fields = type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(body) : [];
  const names = [...query, ...fields].map(([name]) => name).filter((name) => name !== '_csrf');
  return [...new Set(names)].toSorted();
}
