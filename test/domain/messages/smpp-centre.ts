import type { AddressInfo } from 'node:net';
import { createServer, type Pdu, type Session } from 'smpp';

/** A submit_sm as the package reads it. */
export interface SubmittedPdu extends Pdu {
  readonly source_addr: string;
  readonly destination_addr: string;
  readonly dest_addr_ton: number;
  readonly dest_addr_npi: number;
  readonly data_coding: number;
  readonly esm_class: number;
  readonly short_message: { readonly message: string; readonly udh?: readonly Buffer[] };
  readonly user_message_reference: number;
  readonly zhiyuan_stable_id: string;
}

interface BindPdu extends Pdu {
  readonly system_id: string;
  readonly password: string;
}

/** A carrier's message centre of the test's own, that speaks SMPP over a real socket. */
export interface SmppCentre {
  readonly url: URL;
  readonly submitted: SubmittedPdu[];
  readonly commands: string[];
  /** What it answers to submit_sm; null: nothing at all. */
  status: number | null;
  /** Whether it answers enquire_link. */
  alive: boolean;
  connections(): readonly Session[];
  close(): Promise<void>;
}

export const CREDENTIALS = { systemId: 'zhiyuan', password: 'p@ss' };
const WRONG_PASSWORD = 0x0e;

export async function startSmppCentre(): Promise<SmppCentre> {
  const submitted: SubmittedPdu[] = [];
  const commands: string[] = [];
  const sessions = new Set<Session>();
  const server = createServer((session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => sessions.delete(session));
    session.on('pdu', (pdu: Pdu) => {
      commands.push(pdu.command);
      if (pdu.command === 'bind_transceiver') answerBind(session, pdu as BindPdu);
      else if (pdu.command === 'submit_sm') answerSubmit(session, pdu as SubmittedPdu);
      else if (!pdu.isResponse() && (pdu.command !== 'enquire_link' || centre.alive))
        session.send(pdu.response());
    });
  });

  function answerBind(session: Session, pdu: BindPdu): void {
    const right = pdu.system_id === CREDENTIALS.systemId && pdu.password === CREDENTIALS.password;
    session.send(pdu.response({ command_status: right ? 0 : WRONG_PASSWORD }));
  }

  function answerSubmit(session: Session, pdu: SubmittedPdu): void {
    submitted.push(pdu);
    if (centre.status !== null) {
      session.send(pdu.response({ command_status: centre.status, message_id: String(submitted.length) }));
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const user = `${CREDENTIALS.systemId}:${encodeURIComponent(CREDENTIALS.password)}`;
  const centre: SmppCentre = {
    url: new URL(`smpp://${user}@127.0.0.1:${port}`),
    submitted,
    commands,
    status: 0,
    alive: true,
    connections: () => [...sessions],
    async close() {
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return centre;
}

/** The text as a phone joins it, in the order of the parts' numbers. */
export function joinParts(parts: readonly SubmittedPdu[]): string {
  const numbered = parts.map(({ short_message: { message, udh } }) => ({
    message,
    number: udh?.[0]?.at(-1) ?? 1,
  }));
  return numbered
    .toSorted((left, right) => left.number - right.number)
    .map(({ message }) => message)
    .join('');
}
