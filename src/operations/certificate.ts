import tls, { type PeerCertificate } from 'node:tls';
import { wallClock } from '../infrastructure/clock';
import { formatDayMinute } from '../infrastructure/format-time';
import { say } from '../infrastructure/language/say';

interface Judgement {
  readonly state: 'ok' | 'note' | 'problem';
  readonly words: string;
}

const PATIENCE_MS = 4_000;
const DAY_MS = 24 * 3600 * 1000;
/** Renewal by ACME comes thirty days before the end: half of them later something is wrong with it. */
const NEAR_DAYS = 15;
const HTTPS_PORT = 443;

/** What doctor says of the certificate that browsers are shown at PUBLIC_URL, as it is seen from here. */
export async function judgeCertificate(publicUrl: URL): Promise<Judgement> {
  const { hostname, host, protocol } = publicUrl;
  if (protocol !== 'https:')
    return {
      state: 'note',
      words: say`none: PUBLIC_URL is http:, as it is for this machine or a network of one's own`,
    };
  const shown = await askCertificate(hostname, Number(publicUrl.port) || HTTPS_PORT);
  if (shown === null)
    return { state: 'note', words: say`${host} does not answer from here: look at it from outside` };
  const ends = new Date(shown.valid_to);
  const words = say`of ${host}, until ${formatDayMinute(ends)}`;
  if (ends.getTime() <= wallClock())
    return { state: 'problem', words: say`${words}: it has ended, browsers refuse it: renew it now` };
  if (tls.checkServerIdentity(hostname, shown) !== undefined)
    return { state: 'problem', words: say`${words}: it is for another name, browsers refuse it` };
  if (new Date(shown.valid_from).getTime() > wallClock())
    return { state: 'problem', words: say`${words}: it is not valid yet: look at this machine's clock` };
  return ends.getTime() - wallClock() < NEAR_DAYS * DAY_MS
    ? { state: 'problem', words: say`${words}: it ends soon: renew it, and look why it was not` }
    : { state: 'ok', words };
}

/** Whoever signed it: this is for its dates and names, and nothing is told to the other side. */
function askCertificate(host: string, port: number): Promise<PeerCertificate | null> {
  return new Promise((resolve) => {
    const socket = tls.connect({ host, port, servername: host, rejectUnauthorized: false });
    const end = (found: PeerCertificate | null) => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(PATIENCE_MS, () => end(null));
    socket.once('error', () => end(null));
    socket.once('secureConnect', () => {
      const found = socket.getPeerCertificate();
      end(found.valid_to === undefined ? null : found);
    });
  });
}
