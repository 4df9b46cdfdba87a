import type { Knex } from 'knex';
import { lockPerson } from '../../domain/accounts/ownership.repository';
import { findSilentContest } from '../../domain/re-registration/re-registration.repository';
import type { UpholdProof } from '../../domain/re-registration/uphold-proof';
import { decideCase, findOverdueCase, lockCase } from '../../domain/review-cases/review-case.repository';
import { deletePictures } from '../../domain/review-cases/review-picture.repository';
import { HEAR_HOURS } from '../../domain/review-cases/submission.service';
import { tellSenders } from '../../domain/review-cases/tell-parties';
import type { ReviewSettings } from '../../infrastructure/config/account-settings';
import { NO_BROWSER } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';

/** What goes on beside the pages of 客服协助验证. */
export interface ReviewWork {
  /** Ends every case whose time is over, one transaction each. @returns how many. */
  endOverdue(): Promise<number>;
  /** Lets every proof by APP stand behind whose objection nobody has sent pictures. @returns how many. */
  upholdSilent(): Promise<number>;
  /** Deletes every picture whose days are over. @returns how many. */
  deletePictures(): Promise<number>;
}

export function createReviewWork(
  db: Knex,
  cipher: Cipher,
  review: ReviewSettings,
  upholdProof: UpholdProof,
): ReviewWork {
  const upholdOne = () =>
    db.transaction(async (transaction) => {
      const before = await findSilentContest(transaction, HEAR_HOURS);
      if (before === null) return false;
      await lockPerson(transaction, before.personId);
      const silent = await findSilentContest(transaction, HEAR_HOURS);
      if (silent?.id === before.id) await upholdProof(transaction, silent, NO_BROWSER);
      return true;
    });

  const endOne = () =>
    db.transaction(async (transaction) => {
      const overdue = await findOverdueCase(transaction, review.pictureDays);
      if (overdue === null) return false;
      await lockPerson(transaction, overdue.personId);
      const locked = await lockCase(transaction, overdue.id);
      // Decided, or bound, since it was found.
      if (locked?.state !== overdue.state) return true;
      await decideCase(transaction, locked.id, 'lapsed');
      await tellSenders(transaction, cipher, locked, 'reviewLapsed');
      return true;
    });

  return {
    async upholdSilent() {
      for (let upheld = 0; ; upheld += 1) if (!(await upholdOne())) return upheld;
    },
    async endOverdue() {
      for (let ended = 0; ; ended += 1) if (!(await endOne())) return ended;
    },
    deletePictures: () => deletePictures(db, review),
  };
}
