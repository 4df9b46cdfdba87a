import { wasReadOnlyWithin } from '../domain/switches/switch.repository';
import type { Knex } from '../infrastructure/database/knex';
import type { Logger } from '../infrastructure/logger';
import { type Repetition, repeatWork } from '../infrastructure/repeat-work';
import type { AccountServices } from './services';

const EVERY_MS = 60_000;
/** After 只能查看 everybody has this long to do what they could not do under it. */
const GRACE_MINUTES = 60;

type Parts = AccountServices & { readonly db: Knex };

/** What goes on beside the pages of the account centre: accounts, reviews and pictures whose time is over. */
export function startAccountWork(parts: Parts, log: Logger): Pick<Repetition, 'stop'> {
  const onFault = (error: unknown) => log.error({ err: error }, 'a timed act of the account centre failed');
  const works = [
    repeatWork(() => endWhatIsDue(parts), {
      everyMs: EVERY_MS,
      rests: () => wasReadOnlyWithin(parts.db, GRACE_MINUTES),
      onFault,
    }),
    repeatWork(() => tellAndClear(parts), { everyMs: EVERY_MS, onFault }),
  ];
  return {
    async stop() {
      await Promise.all(works.map((work) => work.stop()));
    },
  };
}

/**
 * What takes effect because nobody has withdrawn, objected or answered in time. It rests under 只能查看, where nobody can
 * (docs/decisions/0050-deadlines-rest-under-read-only.md).
 */
async function endWhatIsDue({ accounts }: Parts): Promise<void> {
  await accounts.closing.closeDue();
  await accounts.waitingProofs.settleDue();
  await accounts.objections.cancelDue();
  await accounts.askClassmate.endDue();
  await accounts.lapses.lapseDue();
  await accounts.reviews.work.endOverdue();
  await accounts.reviews.work.upholdSilent();
}

/** What waits for nobody's answer. */
async function tellAndClear({ accounts, accountPlatforms: { provider } }: Parts): Promise<void> {
  await accounts.lapses.tellDue();
  await accounts.reviews.work.deletePictures();
  await provider.signOuts.tellDue();
  await provider.signOuts.clear();
}
