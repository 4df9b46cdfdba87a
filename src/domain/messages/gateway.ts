import type { Channel } from './outbox.repository';

/** One message on its way out. */
export interface OutgoingMessage {
  /** The same at every attempt, so that a gateway that can recognises a repetition. */
  readonly stableId: string;
  readonly channel: Channel;
  /** An 11-digit mobile number, the openid of a WeChat user, or a mailbox. */
  readonly destination: string;
  readonly text: string;
  /** Whole seconds for which it is worth delivering; null: no end. */
  readonly lifeSeconds: number | null;
}

/** The one port through which messages leave. */
export interface MessageGateway {
  /**
   * Hands a message over; resolves once the other side has accepted it.
   * @throws GatewayError when it has not, or when that is not known.
   */
  send(message: OutgoingMessage): Promise<void>;
  /** Ends connections; a later `send` opens them again. */
  close(): Promise<void>;
}

/** Where each channel leaves; null where none is configured. */
export type Gateways = Readonly<Record<'sms' | 'wechat', MessageGateway | null>> & {
  readonly email?: MessageGateway | null;
};

/** A message that was not accepted. `code` is written down and logged: it never holds a destination or a text. */
export class GatewayError extends Error {
  constructor(
    readonly code: string,
    /** Trying again cannot help, such as for a number that does not exist. */
    readonly final = false,
  ) {
    super(code);
  }
}

/** What may be written down of a fault; messages of strangers' errors may hold addresses or keys and stay out. */
export function describeFault(error: unknown): string {
  if (error instanceof GatewayError) return error.code;
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: { code?: unknown } };
  const words = [name, code ?? cause?.code].filter((word) => typeof word === 'string' && word !== '');
  return words.join(' ') || 'unknown';
}

/**
 * Waits for `work` at most `ms` milliseconds; what it does afterwards is ignored.
 * @throws GatewayError with `code` when the time is up.
 */
export async function withTimeout<T>(work: Promise<T>, ms: number, code: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new GatewayError(code)), ms);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
