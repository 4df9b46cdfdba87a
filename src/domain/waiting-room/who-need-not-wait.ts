import type { Knex } from 'knex';
import { type Clock, wallClock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { isEndingFor, isEndingForAll } from '../../rules/windows/last-minutes';
import { getCandidate } from '../candidates/candidate.repository';
import { toFacts } from '../candidates/candidate-facts';
import { listDraftBatches } from '../choice-lists/draft.repository';
import type { Reference } from '../reference/reference';

interface NoWaitParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly reference: Watched<Reference>;
}

/** What everybody is told is this old at most, in milliseconds: whoever reloads asks the database nothing. */
const KEPT_MS = 2000;

/** Who is not kept waiting before 登录: in the last half hour of one's window, and with an unsaved draft. */
export function createWhoNeedNotWait({ db, clock, reference }: NoWaitParts) {
  let kept = { at: 0, isEnding: Promise.resolve(false) };
  const listWindows = () => {
    const { calendar } = reference.current();
    return calendar.pack.batches.map(({ code }) => calendar.listWindows(code));
  };
  return {
    /** Nobody, while a window of the whole province is in its last half hour. */
    everybody(): Promise<boolean> {
      if (wallClock() - kept.at > KEPT_MS)
        kept = {
          at: wallClock(),
          // Who cannot be told the time need not wait either: the database is away.
          isEnding: clock.now(db).then(
            (now) => isEndingForAll(listWindows().flat(), now),
            () => true,
          ),
        };
      return kept.isEnding;
    },
    /** Asked only once the candidate's password was right: it tells strangers nothing. */
    async candidate(candidateId: number): Promise<boolean> {
      if ((await listDraftBatches(db, candidateId)).length > 0) return true;
      const facts = toFacts(await getCandidate(db, candidateId));
      return isEndingFor(listWindows(), facts, await clock.now(db));
    },
  };
}

export type WhoNeedNotWait = ReturnType<typeof createWhoNeedNotWait>;
