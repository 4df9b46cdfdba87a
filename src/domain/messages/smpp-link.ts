import { connect, type Pdu, type Session, type SubmitSm } from 'smpp';
import type { Outbound } from '../../infrastructure/security/outbound';
import { GatewayError } from './gateway';

interface SmppAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly systemId: string;
  readonly password: string;
}

/** In milliseconds. */
export interface SmppPace {
  /** For the connection, and for each answer. */
  readonly answerMs: number;
  /** Between two enquire_link. */
  readonly enquireMs: number;
}

/** A bound connection to a message centre; once `ended`, another one is needed. */
export interface SmppLink {
  readonly ended: boolean;
  /** @throws GatewayError naming the centre's status, or that there was no answer. */
  submit(fields: SubmitSm): Promise<void>;
  close(): Promise<void>;
}

const INTERFACE_VERSION = 0x34;
/** ESME_RINVDSTADR: there is no such number. */
const NO_SUCH_NUMBER = 0x0b;

type Ask = (answer: (response: Pdu) => void) => boolean;

/** One connection, and who waits for something of it. */
interface Line {
  readonly session: Session;
  readonly answerMs: number;
  readonly losses: Set<(error: GatewayError) => void>;
  enquiring?: NodeJS.Timeout;
  ended: boolean;
}

/**
 * Connects and binds as a transceiver.
 * @throws GatewayError when the centre is out of reach, silent, or refuses.
 */
export async function openSmppLink(
  address: SmppAddress,
  pace: SmppPace,
  outbound: Pick<Outbound, 'checkHost' | 'lookupFor'>,
): Promise<SmppLink> {
  const { host, port } = address;
  outbound.checkHost(host, port);
  const line = openLine(address, pace, outbound);
  try {
    await bind(line, address);
  } catch (error) {
    end(line, 'smpp not bound');
    throw error;
  }
  return {
    get ended() {
      return line.ended;
    },
    submit: (fields) => request(line, (done) => line.session.submit_sm(fields, done)),
    async close() {
      await request(line, (done) => line.session.unbind(done)).catch(() => undefined);
      end(line, 'smpp closed');
    },
  };
}

function openLine(
  { host, port, tls }: SmppAddress,
  { answerMs, enquireMs }: SmppPace,
  outbound: Pick<Outbound, 'lookupFor'>,
): Line {
  const session: Session = connect({ host, port, tls, lookup: outbound.lookupFor(port) }, () => undefined);
  const line: Line = { session, answerMs, losses: new Set(), ended: false };
  session.on('error', (error: Error & { code?: string }) => end(line, `smpp ${error.code ?? 'error'}`));
  session.on('close', () => end(line, 'smpp closed'));
  session.on('pdu', (pdu: Pdu) => answer(session, pdu));
  line.enquiring = setInterval(() => {
    request(line, (done) => session.enquire_link(done)).catch(() => end(line, 'smpp silent'));
  }, enquireMs);
  return line;
}

async function bind(line: Line, { tls, systemId, password }: SmppAddress): Promise<void> {
  const { session } = line;
  await waitFor<void>(line, (done) => session.once(tls ? 'secureConnect' : 'connect', () => done()));
  await request(line, (done) =>
    session.bind_transceiver({ system_id: systemId, password, interface_version: INTERFACE_VERSION }, done),
  );
}

function end(line: Line, code: string): void {
  if (line.ended) return;
  line.ended = true;
  clearInterval(line.enquiring);
  line.session.destroy();
  for (const lose of line.losses) lose(new GatewayError(code));
}

/** Waits for something that the end of the connection or of the patience makes fail. */
function waitFor<T>(line: Line, begin: (done: (value: T) => void) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      line.losses.delete(lose);
    };
    const lose = (error: GatewayError) => {
      settle();
      reject(error);
    };
    const timer = setTimeout(() => lose(new GatewayError('smpp silent')), line.answerMs);
    line.losses.add(lose);
    if (line.ended) lose(new GatewayError('smpp closed'));
    else
      begin((value) => {
        settle();
        resolve(value);
      });
  });
}

async function request(line: Line, ask: Ask): Promise<void> {
  const { command_status: status } = await waitFor<Pdu>(line, (done) => {
    if (!ask(done)) end(line, 'smpp closed');
  });
  if (status !== 0) {
    throw new GatewayError(
      `smpp status 0x${status.toString(16).padStart(8, '0')}`,
      status === NO_SUCH_NUMBER,
    );
  }
}

/** What the centre asks of us: it is told that we live, and that its receipts arrived. */
function answer(session: Session, pdu: Pdu): void {
  if (pdu.isResponse()) return;
  session.send(pdu.response());
  if (pdu.command === 'unbind') session.close();
}
