import type { z } from 'zod';
import { wholeNumber } from './config-fields';

/** For how many days what names people is kept, where no law and no ledger wants it kept. */
export interface RetentionSettings {
  /** Lines of sign-ins, and sessions that nobody uses any more: address and browser. */
  readonly signInDays: number;
  /** Codes and checks of faces, after they ran out. */
  readonly codeDays: number;
  /** Letters to candidates and accounts, since they were sent; those of this year stay in any case. */
  readonly letterDays: number;
  /** SMS, WeChat messages and e-mails, after they left or were given up. */
  readonly messageDays: number;
  /** Requests for classmates' help and the answers, after they ended. */
  readonly requestDays: number;
  /** Cases of 客服协助验证 after they were decided, claims to a number after they ended. */
  readonly caseDays: number;
  /** Since 注销, until what is personal of an account is erased and nobody can bring it back. */
  readonly eraseDays: number;
}

export const retentionVariables = {
  // Half a year at the least, as 网络安全法 asks of logs.
  SIGN_IN_DAYS: wholeNumber(183, 3650).default(400),
  CODE_DAYS: wholeNumber(1, 400).default(30),
  LETTER_DAYS: wholeNumber(183, 3650).default(730),
  // `watch` holds the messages of half a year against the letters.
  MESSAGE_DAYS: wholeNumber(183, 3650).default(400),
  // Longer than the year for which a classmate's help is counted.
  REQUEST_DAYS: wholeNumber(400, 3650).default(730),
  // By default the three years in which claims can be brought before a court (民法典 188).
  CASE_DAYS: wholeNumber(400, 3650).default(1095),
  // Longer than any objection, and than what 网络安全法 wants kept of logs.
  ERASE_DAYS: wholeNumber(183, 3650).default(183),
};

type Parsed = z.infer<z.ZodObject<typeof retentionVariables>>;

/** The settings of checked variables. */
export function toRetentionSettings(env: Parsed): RetentionSettings {
  return {
    signInDays: env.SIGN_IN_DAYS,
    codeDays: env.CODE_DAYS,
    letterDays: env.LETTER_DAYS,
    messageDays: env.MESSAGE_DAYS,
    requestDays: env.REQUEST_DAYS,
    caseDays: env.CASE_DAYS,
    eraseDays: env.ERASE_DAYS,
  };
}
