/** What a counter counts by: parts of its key. `subject`: who is tried; `target`: where something is sent. */
export type CountedBy = 'subject' | 'device' | 'near' | 'wide' | 'journey' | 'target';

/**
 * Whom a bound concerns: everybody; browsers on which the subject has proved who they are (`owners`), or all others
 * (`strangers`), who are `pictured` once they have answered a picture code.
 */
type Concerned = 'everybody' | 'owners' | 'strangers' | 'unpictured' | 'pictured';

/** So many charges of one key in so many seconds from the first on; where `slow` stands, it counts what comes after. */
export interface Bound {
  readonly by: readonly CountedBy[];
  readonly who?: Concerned;
  readonly points: number;
  readonly seconds: number;
  readonly slow?: { readonly points: number; readonly seconds: number };
}

export type PurposeRule = Readonly<Record<string, Bound>>;

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** So many tries at once in a day, then one every quarter of an hour: no lock lasts longer than that (P15). */
const tries = (points: number) => ({
  points,
  seconds: DAY,
  slow: { points: 1, seconds: QUARTER },
});

/**
 * A ceiling of networks for browsers that the subject does not know; a /48 may have four times as many as a /64. What
 * was right is given back, so these are failures: a school room of 50 behind one address stays far below.
 */
const network = (
  points: number,
  seconds: number = QUARTER,
  who: Concerned = 'strangers',
): Readonly<Record<'near' | 'wide', Bound>> => ({
  near: { by: ['near'], who, points, seconds },
  wide: { by: ['wide'], who, points: 4 * points, seconds },
});

/**
 * A secret of one subject: strangers together, and those of one network apart, so that no single enemy uses up what is
 * left for the owner at a new browser; a known browser counts by itself, and nobody elsewhere can lock it out.
 */
const secret = ({
  all,
  oneNetwork,
  own,
}: {
  all: number;
  oneNetwork: number;
  own: number;
}): Readonly<Record<'near' | 'wide' | 'fromNetwork' | 'subject' | 'own', Bound>> => ({
  ...network(150),
  fromNetwork: { by: ['subject', 'near'], who: 'strangers', points: oneNetwork, seconds: QUARTER },
  subject: { by: ['subject'], who: 'strangers', ...tries(all) },
  own: { by: ['subject', 'device'], who: 'owners', points: own, seconds: QUARTER },
});

/** Tries of one subject at one browser. */
const oneBrowser = { by: ['subject', 'device'], points: 5, seconds: QUARTER } as const satisfies Bound;

/** The password of an account: the first failures of a network are free, further ones cost a picture code each. */
const password = {
  freeNear: { by: ['near'], who: 'unpictured', points: 40, seconds: QUARTER },
  freeWide: { by: ['wide'], who: 'unpictured', points: 160, seconds: QUARTER },
  ...network(150, QUARTER, 'pictured'),
  subject: { by: ['subject'], who: 'strangers', ...tries(4) },
  own: { by: ['subject', 'device'], who: 'owners', ...tries(4) },
} as const satisfies PurposeRule;

/**
 * Everything that is counted before it is done, with its numbers: the one list of all limits. `admissions.ts` charges
 * them; what needs a charge takes the pass that it gives.
 */
export const purposes = {
  // Passwords.
  signIn: password,
  accountSignIn: { ...password, account: { by: ['target'], who: 'strangers', points: 100, seconds: DAY } },
  /** The password behind a right 动态密码: only who holds that can use these up. */
  passwordBehindTotp: { ...network(150), subject: { by: ['subject'], ...tries(4) } },
  confirmPassword: {
    ...network(150),
    subject: { by: ['subject'], who: 'strangers', ...tries(4) },
    own: { by: ['subject', 'device'], who: 'owners', ...tries(4) },
  },
  accountConfirm: {
    ...network(150),
    subject: { by: ['subject'], who: 'strangers', ...tries(4) },
    own: { by: ['subject', 'device'], who: 'owners', ...tries(4) },
  },
  officeSignIn: { ...secret({ all: 100, oneNetwork: 10, own: 10 }), browser: oneBrowser },
  officePassword: { subject: { by: ['subject'], ...tries(4) } },
  officeConfirm: { subject: { by: ['subject'], ...tries(4) } },

  // First secrets and codes of the counter, 50 random bits each: nobody shall keep the owner from using them.
  officeFirst: {
    ...network(150),
    browser: oneBrowser,
    fromNetwork: { by: ['subject', 'near'], points: 10, seconds: QUARTER },
  },
  counterCode: {
    ...network(150),
    browser: oneBrowser,
    fromNetwork: { by: ['subject', 'near'], points: 10, seconds: QUARTER },
  },

  // One-time codes and the phrase.
  totp: secret({ all: 100, oneNetwork: 10, own: 10 }),
  code: secret({ all: 100, oneNetwork: 30, own: 30 }),
  phrase: {
    ...network(150),
    subject: { by: ['subject'], who: 'strangers', points: 3, seconds: DAY },
    own: { by: ['subject', 'device'], who: 'owners', points: 3, seconds: DAY },
  },
  /** 动态密码 typed beside the password, by which its owner gets in although the password is throttled. */
  totpBeside: { browser: oneBrowser },
  newTotp: { ...network(600), subject: { by: ['subject'], points: 30, seconds: QUARTER } },
  accountCode: { ...network(300), journey: { by: ['journey'], points: 60, seconds: HOUR } },
  accountCodeTo: { target: { by: ['target'], ...tries(100) } },
  picture: {
    near: { by: ['near'], points: 5000, seconds: HOUR },
    wide: { by: ['wide'], points: 20_000, seconds: HOUR },
  },

  // Hashes of new secrets.
  resetPassword: {
    ...network(150),
    journey: { by: ['journey'], points: 20, seconds: QUARTER },
    subject: { by: ['subject'], who: 'strangers', ...tries(30) },
    own: { by: ['subject', 'device'], who: 'owners', points: 30, seconds: QUARTER },
  },
  setInPerson: { ...network(600), journey: { by: ['journey'], points: 20, seconds: HOUR } },
  firstPassword: { ...network(2000), subject: { by: ['subject'], points: 20, seconds: QUARTER } },
  accountReset: { ...network(600), subject: { by: ['subject'], points: 20, seconds: QUARTER } },
  officeSetUp: { subject: { by: ['subject'], points: 20, seconds: QUARTER } },
  /** Numbers sent in after the code to one phone: who is registered can be asked so often. */
  register: {
    near: { by: ['near'], points: 3000, seconds: HOUR },
    wide: { by: ['wide'], points: 6000, seconds: HOUR },
    phone: { by: ['target'], points: 10, seconds: DAY },
  },

  // Facts that somebody without a password gives about themselves.
  resetFacts: visitor(),
  numberFacts: visitor(),
  accountSearch: {
    device: { by: ['device'], points: 120, seconds: HOUR },
    ...network(600),
    fromNetwork: { by: ['subject', 'near'], who: 'strangers', points: 10, seconds: QUARTER },
    // With the browser in it nobody elsewhere can use up the owner's tries; each phone has a limit of its own.
    facts: { by: ['subject', 'device'], ...tries(4) },
  },
  recordProof: {
    account: { by: ['subject'], points: 5, seconds: DAY },
    // Of one number whichever account claims it: re-registering buys no more guesses.
    number: { by: ['target'], points: 10, seconds: DAY },
  },

  /** Whether a save still counts: a school checks the papers of a class, a program guesses nothing. */
  verifySave: {
    near: { by: ['near'], points: 300, seconds: QUARTER },
    wide: { by: ['wide'], points: 1200, seconds: QUARTER },
  },

  // What is sent out, or asked of other systems.
  askCode: {
    ...network(1000),
    subject: { by: ['subject'], points: 10, seconds: HOUR },
    target: { by: ['target'], points: 10, seconds: HOUR },
  },
  visitorMessage: { device: { by: ['device'], points: 10, seconds: HOUR }, ...network(600) },
  askAccountCode: {
    device: { by: ['device'], points: 120, seconds: HOUR },
    near: { by: ['near'], points: 1000, seconds: QUARTER },
    wide: { by: ['wide'], points: 4000, seconds: QUARTER },
    target: { by: ['target'], points: 5, seconds: HOUR },
  },
  /** Before there is an account: whoever registers with another's phone uses up none of its owner's codes. */
  askFirstCode: {
    device: { by: ['device'], points: 120, seconds: HOUR },
    near: { by: ['near'], points: 1000, seconds: QUARTER },
    wide: { by: ['wide'], points: 4000, seconds: QUARTER },
    target: { by: ['target'], points: 5, seconds: HOUR },
  },
  sendNumber: { subject: { by: ['subject'], points: 3, seconds: DAY } },
  newPhone: {
    subject: { by: ['subject'], points: 5, seconds: DAY },
    // A class of 50, one after another at one computer, is let through.
    device: { by: ['device'], points: 60, seconds: DAY },
    target: { by: ['target'], points: 5, seconds: DAY },
  },
  /**
   * 注册: a class that begins at once is let through, then twenty a minute from one network: a second class follows in
   * some minutes, a program that registers hundreds waits for hours.
   */
  beginRegistration: {
    device: { by: ['device'], points: 120, seconds: DAY },
    near: { by: ['near'], points: 60, seconds: QUARTER, slow: { points: 20, seconds: MINUTE } },
    wide: { by: ['wide'], points: 240, seconds: QUARTER, slow: { points: 80, seconds: MINUTE } },
  },
  registerEmail: {
    domain: { by: ['target'], points: 500, seconds: HOUR },
    range: { by: ['journey'], points: 150, seconds: HOUR },
  },
  beginScan: {
    device: { by: ['device'], points: 120, seconds: HOUR },
    near: { by: ['near'], points: 3000, seconds: HOUR },
    wide: { by: ['wide'], points: 12_000, seconds: HOUR },
  },
  /** QR codes of the official account, asked of WeChat, whose calls a day are numbered. */
  bindTicket: { subject: { by: ['subject'], points: 20, seconds: HOUR } },
  bindScan: { subject: { by: ['subject'], points: 5, seconds: HOUR } },
  scanPerson: { target: { by: ['target'], points: 10, seconds: HOUR } },
  /** By account alone: a face cannot be guessed, and nobody else's tries lock the owner out. */
  appCheck: { subject: { by: ['subject'], points: 10, seconds: DAY } },
  /** How often the service behind the phone app is asked for an answer: by a page that is looked at, and by one that waits. */
  appLook: { subject: { by: ['subject'], points: 12, seconds: 60 } },
  appAnswer: { subject: { by: ['subject'], points: 60, seconds: 60 } },
  /** Wrong 核对码 on one request; four digits are not guessed. */
  classmateCode: { subject: { by: ['subject'], points: 5, seconds: DAY } },
  askClassmate: {
    account: { by: ['subject'], points: 5, seconds: DAY },
    // Whichever accounts claim it: classmates are not flooded, nor the owner locked out by one or two enemies.
    number: { by: ['target'], points: 20, seconds: DAY },
  },

  // What takes storage or computing time.
  drawPicture: {
    device: { by: ['device'], points: 200, seconds: HOUR },
    near: { by: ['near'], points: 5000, seconds: HOUR },
    wide: { by: ['wide'], points: 20_000, seconds: HOUR },
  },
  /** Questions in words are easier for programs than pictures: fewer of them. */
  drawQuestion: {
    device: { by: ['device'], points: 60, seconds: HOUR },
    near: { by: ['near'], points: 600, seconds: HOUR },
    wide: { by: ['wide'], points: 2400, seconds: HOUR },
  },
  upload: { subject: { by: ['subject'], points: 20, seconds: HOUR } },
  /** A table of choices that is read; one that is mended comes again and again. */
  readList: { subject: { by: ['subject'], points: 60, seconds: HOUR } },
  /** Requests of browsers that are not signed in, each a row for half an hour. */
  beginAuthorization: {
    near: { by: ['near'], points: 3000, seconds: HOUR },
    wide: { by: ['wide'], points: 12_000, seconds: HOUR },
  },
  /** One call of the official account, which sends it three times at the most: whoever has seen it gets no further. */
  wechatCall: { call: { by: ['target'], points: 5, seconds: HOUR } },
} as const satisfies Readonly<Record<string, PurposeRule>>;

export type Purpose = keyof typeof purposes;
export type BoundOf<P extends Purpose> = Extract<keyof (typeof purposes)[P], string>;

/** Facts of a candidate without a password: as the password's tries, behind a picture code each. */
function visitor(): Readonly<Record<'near' | 'wide' | 'subject' | 'own', Bound>> {
  return {
    ...network(600),
    subject: { by: ['subject'], who: 'strangers', ...tries(4) },
    own: { by: ['subject', 'device'], who: 'owners', ...tries(4) },
  };
}
