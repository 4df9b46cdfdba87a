import { defineCodeTable } from '../../infrastructure/security/code.repository';
import type { CodePurpose } from '../../rules/pack/rule-pack';

export type CodeChannel = 'sms' | 'wechat';

/** Where a code serves: one candidate, one purpose, one journey of one browser. */
export interface CodePlace {
  readonly candidateId: number;
  readonly purpose: CodePurpose;
  readonly journeyHash: Buffer;
}

export const messageCodes = defineCodeTable<CodePlace, CodeChannel>(
  'message_codes',
  ({ candidateId, purpose, journeyHash }) => ({
    candidate_id: candidateId,
    purpose,
    journey_hash: journeyHash,
  }),
);
