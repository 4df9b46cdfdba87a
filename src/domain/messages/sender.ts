import { bindParts } from '../../infrastructure/bind-parts';
import type { Logger } from '../../infrastructure/logger';
import { type Repetition, repeatWork } from '../../infrastructure/repeat-work';
import type { Cipher } from '../../infrastructure/security/cipher';
import { describeFault, GatewayError, type Gateways, withTimeout } from './gateway';
import { onOutboxCommit } from './outbox-nudge';
import type { ClaimedMessage, Lane, OutboxQueue } from './outbox-queue.repository';
import { computeRetryDelay } from './retry-delay';
import { destinationContext, openText } from './sealed-message';
import { type SignatureSettings, signText } from './signature';

interface SenderParts {
  readonly queue: OutboxQueue;
  readonly gateways: Gateways;
  readonly cipher: Cipher;
  readonly log: Logger;
  /** Signs what leaves, at the moment it leaves. */
  readonly signature: () => SignatureSettings;
  readonly pace?: Partial<SenderPace>;
  /** From 0 to below 1, for the spread of retries. */
  readonly chance?: () => number;
}

/** In milliseconds, but for `batch`. */
export interface SenderPace {
  /** How often the outbox is looked at; a commit of the same process is seen at once. */
  readonly pollMs: number;
  /** How often overdue messages are given up. */
  readonly sweepMs: number;
  /** A gateway that has not answered by then has failed this attempt. */
  readonly sendMs: number;
  /** Longer than `sendMs`: a claimed message whose sender is silent for so long is tried again. */
  readonly leaseMs: number;
  /** How long `stop` waits for messages under way. */
  readonly stopMs: number;
  /** Messages of one lane that are under way at once. */
  readonly batch: number;
}

const PACE: SenderPace = {
  pollMs: 1000,
  sweepMs: 5000,
  sendMs: 30_000,
  leaseMs: 60_000,
  stopMs: 5000,
  batch: 20,
};
const REST_MS = 50;

const LANES: readonly Lane[] = [
  { channel: 'sms', atMostOnce: true },
  { channel: 'wechat', atMostOnce: true },
  { channel: 'email', atMostOnce: true },
  { channel: 'sms', atMostOnce: false },
  { channel: 'wechat', atMostOnce: false },
  { channel: 'email', atMostOnce: false },
];

interface SenderRun {
  turn: Promise<unknown>;
  repetitions: readonly Repetition[];
  stopping: boolean;
  stopListening: () => void;
}

/** What all the steps work with. */
function gatherParts(parts: SenderParts) {
  const { gateways, chance = Math.random } = parts;
  const pace = { ...PACE, ...parts.pace };
  const lanes = LANES.filter(({ channel }) => (gateways[channel] ?? null) !== null);
  const run: SenderRun = {
    turn: Promise.resolve(),
    repetitions: [],
    stopping: false,
    stopListening: () => undefined,
  };
  return { ...parts, run, pace, chance, lanes };
}

type Parts = ReturnType<typeof gatherParts>;

export function createSender(given: SenderParts) {
  const parts = gatherParts(given);
  return bindParts(parts, { start, sendDue, stop });
}

/** Sends what the outbox holds: notices at least once under one stable id, codes at most once (P12). */
export type Sender = ReturnType<typeof createSender>;

/** Goes on sending until `stop`. */
function start(parts: Parts): void {
  const { lanes, pace, run } = parts;
  const lookings = lanes.map((lane) =>
    repeatWork(() => sendLane(parts, lane), {
      everyMs: pace.pollMs,
      restMs: REST_MS,
      onFault: (error) => onFault(parts, error),
    }),
  );
  run.stopListening = onOutboxCommit(() => {
    for (const looking of lookings) looking.nudge();
  });
  run.repetitions = [
    ...lookings,
    repeatWork(() => sweep(parts), { everyMs: pace.sweepMs, onFault: (error) => onFault(parts, error) }),
  ];
}

/** Tries everything that is due now, once. @returns how many messages were tried. */
async function sendDue(parts: Parts): Promise<number> {
  await sweep(parts);
  const counts = await Promise.all(parts.lanes.map((lane) => sendLane(parts, lane)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Takes no more, and waits a while for what is under way. */
async function stop({ run, pace, log }: Parts): Promise<void> {
  run.stopping = true;
  run.stopListening();
  const stopped = Promise.all(run.repetitions.map((repetition) => repetition.stop()));
  await withTimeout(stopped, pace.stopMs, 'messages under way').catch((error: unknown) =>
    log.warn({ fault: describeFault(error) }, 'the process stopped while messages were being sent'),
  );
}

/** Outcomes are written one after another: a burst of messages must not take every connection from the pages. */
function inTurn(parts: Parts, write: () => Promise<void>): Promise<void> {
  const written = parts.run.turn.then(write);
  parts.run.turn = written.catch(() => undefined);
  return written;
}

async function handOver(parts: Parts, message: ClaimedMessage): Promise<void> {
  const { cipher, gateways, pace } = parts;
  const { stableId, channel, lifeSeconds } = message;
  const destination = cipher.decrypt(message.destinationCipher, destinationContext(channel, message));
  const text = signText(message, openText(cipher, message.textCipher, message), parts.signature());
  const gateway = gateways[channel] ?? null;
  if (gateway === null) throw new GatewayError('no gateway');
  const sending = gateway.send({ stableId, channel, destination, text, lifeSeconds });
  await withTimeout(sending, pace.sendMs, 'no answer in time');
}

async function recordFailure(parts: Parts, message: ClaimedMessage, error: unknown): Promise<void> {
  const { log, queue, chance } = parts;
  const fault = describeFault(error);
  const { id, kind, channel, attempts, atMostOnce } = message;
  log.warn({ message: id, kind, channel, attempts, fault }, 'a message was not sent');
  const final = atMostOnce || (error instanceof GatewayError && error.final);
  await inTurn(parts, () =>
    final
      ? queue.giveUp(message, fault)
      : queue.postpone(message, computeRetryDelay(attempts, chance()), fault),
  );
}

async function attempt(parts: Parts, message: ClaimedMessage): Promise<void> {
  try {
    await handOver(parts, message);
  } catch (error) {
    return recordFailure(parts, message, error);
  }
  await inTurn(parts, () => parts.queue.markSent(message));
}

async function sendBatch(parts: Parts, lane: Lane): Promise<number> {
  const { queue, pace } = parts;
  const messages = await queue.claim(lane, pace.batch, pace.leaseMs / 1000);
  const outcomes = await Promise.allSettled(messages.map((message) => attempt(parts, message)));
  const lost = outcomes.find((outcome) => outcome.status === 'rejected');
  if (lost !== undefined) throw lost.reason;
  return messages.length;
}

async function sendLane(parts: Parts, lane: Lane): Promise<number> {
  const { pace, run } = parts;
  for (let total = 0; ; ) {
    const count = await sendBatch(parts, lane);
    total += count;
    if (count < pace.batch || run.stopping) return total;
  }
}

async function sweep(parts: Parts): Promise<void> {
  const { queue, log } = parts;
  const count = await queue.giveUpOverdue();
  if (count > 0) log.error({ count }, 'messages were given up: they could not be sent in time');
}

const onFault = ({ log }: Parts, error: unknown) =>
  log.error({ fault: describeFault(error) }, 'the outbox could not be read or written');
