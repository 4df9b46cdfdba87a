import { defineCodeTable } from '../../infrastructure/security/code.repository';

export type CodeChannel = 'sms' | 'email';

/** Where a code serves: one purpose in one journey of one browser. */
export interface CodePlace {
  readonly purpose: string;
  readonly journeyHash: Buffer;
}

export const accountCodes = defineCodeTable<CodePlace, CodeChannel>(
  'account_codes',
  ({ purpose, journeyHash }) => ({ purpose, journey_hash: journeyHash }),
);
