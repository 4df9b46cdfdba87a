import { z } from 'zod';
import type { ClassmateSettings } from '../../rules/account/classmate-help';
import { presentSupport } from '../support.presenter';
import { goesInClear, longSecret, url, wholeNumber } from './config-fields';
import type { HttpSettings } from './message-settings';

/** How the routes of 【解决办法】 are set. */
export interface AccountSettings {
  /** The service behind the phone app; null: none, or in the demo the page that plays it. */
  readonly liveness: HttpSettings | null;
  /** Seconds that a check by the phone app lasts. */
  readonly livenessSeconds: number;
  readonly classmates: ClassmateSettings;
  /** How proofs against an account that is in use wait. */
  readonly proofs: ProofSettings;
  /** When accounts that never prove themselves lapse. */
  readonly lapsing: Lapsing;
  readonly review: ReviewSettings;
  /** How 客服 is reached, as pages and letters say it: a telephone, a mailbox; null: nothing is published. */
  readonly supportContact: string | null;
  /** Hours for which 绑定 and 扫码登录 are counted, and after which they may go on (question 7 of the manual's FAQ). */
  readonly scanLimitHours: number;
}

/** An account that has not proved itself for too long, and what its owner was told. */
export interface Lapsing {
  /** Days after which it lapses, and days before that on which its owner is told. */
  readonly days: number;
  readonly toldDays: number;
}

/** Against proofs by what is written on papers that others keep. */
export interface ProofSettings {
  /** Days within which an account must have been used for proofs against it to wait, and for being told of claims. */
  readonly inUseDays: number;
  /** Hours after which a proof by facts or by classmates takes effect against such an account; 0: at once. */
  readonly delayHours: number;
  /** How letters say that 客服 is reached. */
  readonly support: string;
}

/** 客服协助验证. */
export interface ReviewSettings {
  /** Hours in which reviewers are to decide. */
  readonly hours: number;
  /** Days after which a picture is deleted, whatever became of its case. */
  readonly pictureDays: number;
  /** Days after the decision. */
  readonly decidedPictureDays: number;
}

/** One line without <, > or control characters, with five digits (a telephone) or a mailbox in it. */
const CONTACT = /^(?=.*(?:\d(?:[- ]?\d){4}|\S@\S))[^<>\p{Cc}]{1,60}$/u;

export const accountVariables = {
  LIVENESS_URL: url(['https:', 'http:']).optional(),
  LIVENESS_SECRET: longSecret.optional(),
  LIVENESS_SECONDS: wholeNumber(60, 900).default(300),
  CLASSMATES_NEEDED: wholeNumber(1, 3).default(2),
  CLASSMATE_HELPS_A_YEAR: wholeNumber(1, 20).default(3),
  // Longer than the 72 hours in which a helper's own account may be objected to.
  CLASSMATE_ACCOUNT_DAYS: wholeNumber(7, 365).default(30),
  CLASSMATE_REQUESTS_A_DAY: wholeNumber(1, 20).default(5),
  CLASSMATE_REQUEST_DAYS: wholeNumber(1, 30).default(7),
  PROOF_DELAY_HOURS: wholeNumber(0, 168).default(24),
  ACCOUNT_IN_USE_DAYS: wholeNumber(1, 365).default(30),
  UNPROVED_DAYS: wholeNumber(8, 365).default(30),
  UNPROVED_TOLD_DAYS: wholeNumber(1, 7).default(7),
  SCAN_LIMIT_HOURS: wholeNumber(1, 24).default(2),
  SUPPORT_CONTACT: z
    .string()
    .regex(CONTACT, 'must be one line of at most 60 characters with a telephone number or a mailbox')
    .optional(),
  REVIEW_HOURS: wholeNumber(1, 720).default(48),
  REVIEW_PICTURE_DAYS: wholeNumber(1, 365).default(30),
  REVIEW_DECIDED_PICTURE_DAYS: wholeNumber(1, 365).default(7),
};

type Given = Readonly<Record<string, string | undefined>>;
type Parsed = z.infer<z.ZodObject<typeof accountVariables>>;

const livenessNames = ['LIVENESS_URL', 'LIVENESS_SECRET'];

/** What the variables leave open or contradict, each with its name. */
export function listAccountFaults(given: Given, demo: boolean): string[] {
  const missing = livenessNames.filter((name) => given[name] === undefined);
  const faults =
    missing.length === livenessNames.length
      ? []
      : missing.map((name) => `${name} is missing: the other LIVENESS variable needs it`);
  return demo ? faults : [...faults, ...listUnsafe(given)];
}

/** Where anybody presses 通过 for anybody, or faces and numbers travel in clear, nobody's number is safe. */
function listUnsafe(given: Given): string[] {
  const { LIVENESS_URL: address, LIVENESS_SECRET: secret } = given;
  const faults: string[] = [];
  if (secret !== undefined && new Set(secret).size < 8)
    faults.push('LIVENESS_SECRET is too regular: use openssl rand -hex 32');
  if (address === undefined || !URL.canParse(address)) return faults;
  const { pathname, origin } = new URL(address);
  if (goesInClear(address)) faults.push('LIVENESS_URL must start with https:// unless it is on this machine');
  const own = given.PUBLIC_URL ?? `http://localhost:${given.PORT ?? 3000}`;
  const ours = URL.canParse(own) && new URL(own).origin === origin;
  if (ours || /(^|\/)demo(\/|$)/i.test(pathname))
    faults.push("LIVENESS_URL points at the demo's phone app: it must be the service behind the real one");
  return faults;
}

export function toAccountSettings(env: Parsed): AccountSettings {
  const { LIVENESS_URL: address, LIVENESS_SECRET: secret } = env;
  return {
    liveness: address === undefined || secret === undefined ? null : { url: new URL(address), secret },
    livenessSeconds: env.LIVENESS_SECONDS,
    classmates: {
      needed: env.CLASSMATES_NEEDED,
      helpsPerYear: env.CLASSMATE_HELPS_A_YEAR,
      accountDays: env.CLASSMATE_ACCOUNT_DAYS,
      requestsPerDay: env.CLASSMATE_REQUESTS_A_DAY,
      requestDays: env.CLASSMATE_REQUEST_DAYS,
    },
    proofs: {
      inUseDays: env.ACCOUNT_IN_USE_DAYS,
      delayHours: env.PROOF_DELAY_HOURS,
      support: presentSupport(env.SUPPORT_CONTACT ?? null),
    },
    lapsing: { days: env.UNPROVED_DAYS, toldDays: env.UNPROVED_TOLD_DAYS },
    scanLimitHours: env.SCAN_LIMIT_HOURS,
    supportContact: env.SUPPORT_CONTACT ?? null,
    review: {
      hours: env.REVIEW_HOURS,
      pictureDays: env.REVIEW_PICTURE_DAYS,
      decidedPictureDays: env.REVIEW_DECIDED_PICTURE_DAYS,
    },
  };
}
