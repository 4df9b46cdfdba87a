import type { Knex } from 'knex';
import type { Clock } from './clock';
import {
  type AccountService,
  createAccountService,
  createOfficerFirstSignInService,
  createOfficeSignInService,
  createOfficeTokens,
  type OfficerFirstSignInService,
  type OfficeSignInService,
  type OfficeTokens,
} from './officers';
import type { RulePack } from './rules/rule-pack';
import type { Cipher } from './security/cipher';
import type { FormTokens } from './security/form-token';
import type { PasswordHasher } from './sign-in';
import { createWindowService, type WindowService } from './windows';

/** What the exam office's platform is built from. */
export interface OfficeServices {
  readonly signIn: OfficeSignInService;
  readonly firstSignIn: OfficerFirstSignInService;
  readonly accounts: AccountService;
  readonly tokens: OfficeTokens;
  readonly windows: WindowService;
  /** Candidate kinds whom a county serves wherever they registered. */
  readonly kindsElsewhere: () => readonly string[];
}

export interface OfficeParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly tokens: FormTokens;
  readonly clock: Clock;
  readonly pack: () => RulePack;
}

export function buildOfficeServices({
  db,
  cipher,
  hasher,
  tokens,
  clock,
  pack,
}: OfficeParts): OfficeServices {
  const officeTokens = createOfficeTokens(tokens);
  return {
    signIn: createOfficeSignInService({ db, cipher, hasher }),
    firstSignIn: createOfficerFirstSignInService({
      db,
      cipher,
      hasher,
      office: () => pack().platform.office,
    }),
    accounts: createAccountService({ db, cipher, tokens: officeTokens }),
    tokens: officeTokens,
    windows: createWindowService({ db, clock, tokens: officeTokens }),
    kindsElsewhere: () =>
      pack()
        .candidateKinds.filter(({ anyCounty }) => anyCounty === true)
        .map(({ code }) => code),
  };
}
