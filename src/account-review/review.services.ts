import type { Knex } from 'knex';
import type { ReviewSettings } from '../account-settings';
import type { AccountCodes, AccountTokens } from '../accounts';
import type { OfficeTokens } from '../officers';
import { createSettleForOld, createUpholdProof, type ProveAccount } from '../re-registration';
import type { Cipher } from '../security/cipher';
import { type BindingService, createBindingService } from './binding.service';
import { createDecideByVerdicts } from './decide-case';
import { createReviewService, type ReviewService } from './review.service';
import { createReviewWork, type ReviewWork } from './review-work';
import { createSubmissionService, type SubmissionService } from './submission.service';

/** Everything of 客服协助验证. */
export interface ReviewServices {
  readonly submission: SubmissionService;
  readonly binding: BindingService;
  readonly judging: ReviewService;
  readonly work: ReviewWork;
}

export interface ReviewServicesParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly codes: AccountCodes;
  readonly tokens: AccountTokens;
  readonly officeTokens: OfficeTokens;
  readonly review: ReviewSettings;
  readonly proveAccount: ProveAccount;
  /** How letters say that 客服 is reached. */
  readonly support: string;
}

export function createReviewServices(parts: ReviewServicesParts): ReviewServices {
  const { db, cipher, review, officeTokens, support } = parts;
  const upholdProof = createUpholdProof(cipher, support);
  const decide = createDecideByVerdicts(cipher, createSettleForOld(cipher, support), upholdProof);
  return {
    submission: createSubmissionService(parts),
    binding: createBindingService(parts),
    judging: createReviewService({ db, cipher, review, decide, tokens: officeTokens }),
    work: createReviewWork(db, cipher, review, upholdProof),
  };
}
