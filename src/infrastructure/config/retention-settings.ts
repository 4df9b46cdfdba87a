import type { z } from 'zod';
import { wholeNumber } from './config-fields';

/** For how many days what names people is kept, where no law and no ledger wants it kept. */
export interface RetentionSettings {
  /** Lines of sign-ins: address and browser. */
  readonly signInDays: number;
  /** Codes and checks of faces, after they ran out. */
  readonly codeDays: number;
}

export const retentionVariables = {
  // Half a year at the least, as 网络安全法 asks of logs.
  SIGN_IN_DAYS: wholeNumber(183, 3650).default(400),
  CODE_DAYS: wholeNumber(1, 400).default(30),
};

type Parsed = z.infer<z.ZodObject<typeof retentionVariables>>;

/** The settings of checked variables. */
export function toRetentionSettings(env: Parsed): RetentionSettings {
  return { signInDays: env.SIGN_IN_DAYS, codeDays: env.CODE_DAYS };
}
