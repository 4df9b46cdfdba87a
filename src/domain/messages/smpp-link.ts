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

/**
 * Connects and binds as a transceiver.
 * @throws GatewayError when the centre is out of reach, silent, or refuses.
 */
export async function openSmppLink(
  address: SmppAddress,
  pace: SmppPace,
  outbound: Pick<Outbound, 'checkHost' | 'lookupFor'>,
): Promise<SmppLink> {
  const { host, port, tls } = address;
  outbound.checkHost(host, port);
  const losses = new Set<(error: GatewayError) => void>();
  let ended = false;

  const session: Session = connect({ host, port, tls, lookup: outbound.lookupFor(port) }, () => undefined);
  const end = (code: string) => {
    if (ended) return;
    ended = true;
    clearInterval(enquiring);
    session.destroy();
    for (const lose of losses) lose(new GatewayError(code));
  };
  session.on('error', (error: Error & { code?: string }) => end(`smpp ${error.code ?? 'error'}`));
  session.on('close', () => end('smpp closed'));
  session.on('pdu', (pdu: Pdu) => answer(session, pdu));
  const enquiring = setInterval(() => {
    request((done) => session.enquire_link(done)).catch(() => end('smpp silent'));
  }, pace.enquireMs);

  /** Waits for something that the end of the connection or of the patience makes fail. */
  function waitFor<T>(begin: (done: (value: T) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const settle = () => {
        clearTimeout(timer);
        losses.delete(lose);
      };
      const lose = (error: GatewayError) => {
        settle();
        reject(error);
      };
      const timer = setTimeout(() => lose(new GatewayError('smpp silent')), pace.answerMs);
      losses.add(lose);
      if (ended) lose(new GatewayError('smpp closed'));
      else
        begin((value) => {
          settle();
          resolve(value);
        });
    });
  }

  async function request(ask: Ask): Promise<void> {
    const { command_status: status } = await waitFor<Pdu>((done) => {
      if (!ask(done)) end('smpp closed');
    });
    if (status !== 0) {
      throw new GatewayError(
        `smpp status 0x${status.toString(16).padStart(8, '0')}`,
        status === NO_SUCH_NUMBER,
      );
    }
  }

  try {
    await waitFor<void>((done) => session.once(address.tls ? 'secureConnect' : 'connect', () => done()));
    await request((done) =>
      session.bind_transceiver(
        { system_id: address.systemId, password: address.password, interface_version: INTERFACE_VERSION },
        done,
      ),
    );
  } catch (error) {
    end('smpp not bound');
    throw error;
  }
  return {
    get ended() {
      return ended;
    },
    submit: (fields) => request((done) => session.submit_sm(fields, done)),
    async close() {
      await request((done) => session.unbind(done)).catch(() => undefined);
      end('smpp closed');
    },
  };
}

/** What the centre asks of us: it is told that we live, and that its receipts arrived. */
function answer(session: Session, pdu: Pdu): void {
  if (pdu.isResponse()) return;
  session.send(pdu.response());
  if (pdu.command === 'unbind') session.close();
}
