import type { Knex } from 'knex';
import type { AccountCodes } from '../../domain/accounts/account-code.service';
import type { AccountTokens } from '../../domain/accounts/account-token.repository';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { ProveAccount } from '../../domain/re-registration/prove-account';
import { createSettleForOld } from '../../domain/re-registration/settle-for-old';
import { createUpholdProof } from '../../domain/re-registration/uphold-proof';
import { createDecideByVerdicts } from '../../domain/review-cases/decide-case';
import { createReviewService, type ReviewService } from '../../domain/review-cases/review.service';
import {
  createSubmissionService,
  type SubmissionService,
} from '../../domain/review-cases/submission.service';
import type { ReviewSettings } from '../../infrastructure/config/account-settings';
import type { Cipher } from '../../infrastructure/security/cipher';
import { type BindingService, createBindingService } from './real-name-binding.service';
import { createReviewWork, type ReviewWork } from './review-work';

/** Everything of 客服协助验证. */
interface ReviewServices {
  readonly submission: SubmissionService;
  readonly binding: BindingService;
  readonly judging: ReviewService;
  readonly work: ReviewWork;
}

interface ReviewServicesParts {
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
