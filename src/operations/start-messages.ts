import { grantAndTellPending } from '../domain/granted-saves/grant-and-tell';
import { describeFault } from '../domain/messages/gateway';
import type { MessageWays } from '../domain/messages/message-ways';
import { createOutboxQueue } from '../domain/messages/outbox-queue.repository';
import { createSender } from '../domain/messages/sender';
import { type ReminderParts, remindOfDrafts } from '../domain/reminders/reminders';
import { tellSupplements } from '../domain/supplements/tell-supplements';
import type { Logger } from '../infrastructure/logger';
import { repeatWork } from '../infrastructure/repeat-work';

const REMIND_MS = 60_000;
const TELL_MS = 2_000;

/** What goes on beside the pages while a process serves. */
interface RunningMessages {
  /** Waits a while for messages under way, then ends the connections to the gateways. */
  stop(): Promise<void>;
}

/** Sends what the outbox holds, tells whom acts of the office concern and who may file a 征集, and reminds of unsaved drafts, until it is stopped. */
export function startMessages(
  { ways, ...parts }: ReminderParts & { readonly ways: MessageWays },
  log: Logger,
): RunningMessages {
  const { gateways } = ways;
  const sender = createSender({
    queue: createOutboxQueue(parts.db),
    gateways,
    cipher: parts.cipher,
    log,
    signature: () => ({
      office: parts.reference.current().calendar.pack.platform.office,
      addedByGateway: ways.smsSignedByGateway,
    }),
  });
  let stopping = false;
  sender.start();
  const telling = repeatWork(() => grantAndTellPending(parts, () => !stopping), {
    everyMs: TELL_MS,
    onFault: (error) =>
      log.error(
        { fault: describeFault(error) },
        'candidates could not be told of a change that concerns their saved lists',
      ),
  });
  const inviting = repeatWork(() => tellSupplements(parts, () => !stopping), {
    everyMs: TELL_MS,
    onFault: (error) =>
      log.error({ fault: describeFault(error) }, 'candidates could not be told of a 征集 that they may file'),
  });
  const reminding = repeatWork(() => remindOfDrafts(parts, () => !stopping), {
    everyMs: REMIND_MS,
    // Nobody is told to save what cannot be saved now.
    rests: () => {
      const { readOnly, stopSaves } = parts.reference.current().switches;
      return readOnly || stopSaves;
    },
    onFault: (error) =>
      log.error({ fault: describeFault(error) }, 'candidates with unsaved drafts could not be reminded'),
  });
  return {
    async stop() {
      stopping = true;
      await Promise.all([sender.stop(), reminding.stop(), telling.stop(), inviting.stop()]);
      await Promise.all([gateways.sms?.close(), gateways.wechat?.close(), gateways.email?.close()]);
    },
  };
}
