import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';
import type { AccountServices } from './services';

const EVERY_MS = 60_000;

/** What goes on beside the pages of the account centre: accounts, reviews and pictures whose time is over. */
export function startAccountWork(
  { accounts, accountPlatforms: { provider } }: AccountServices,
  log: Logger,
): Repetition {
  const work = async () => {
    await accounts.closing.closeDue();
    await accounts.waitingProofs.settleDue();
    await accounts.objections.cancelDue();
    await accounts.askClassmate.endDue();
    await accounts.lapses.tellDue();
    await accounts.lapses.lapseDue();
    await accounts.reviews.work.endOverdue();
    await accounts.reviews.work.upholdSilent();
    await accounts.reviews.work.deletePictures();
    await provider.signOuts.tellDue();
    await provider.signOuts.clear();
  };
  return repeatWork(work, {
    everyMs: EVERY_MS,
    onFault: (error) => log.error({ err: error }, 'a timed act of the account centre failed'),
  });
}
