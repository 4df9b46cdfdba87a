import type { Knex } from 'knex';
import type { ReviewSettings } from '../account-settings';
import { lockPerson } from '../accounts';
import type { Cipher } from '../security/cipher';
import { decideCase, findOverdueCase, lockCase } from './review-case.repository';
import { deletePictures } from './review-picture.repository';
import { tellSenders } from './tell-parties';

/** What goes on beside the pages of 客服协助验证. */
export interface ReviewWork {
  /** Ends every case whose time is over, one transaction each. @returns how many. */
  endOverdue(): Promise<number>;
  /** Deletes every picture whose days are over. @returns how many. */
  deletePictures(): Promise<number>;
}

export function createReviewWork(db: Knex, cipher: Cipher, review: ReviewSettings): ReviewWork {
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
    async endOverdue() {
      for (let ended = 0; ; ended += 1) if (!(await endOne())) return ended;
    },
    deletePictures: () => deletePictures(db, review),
  };
}
