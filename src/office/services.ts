import type { Knex } from 'knex';
import { createOfficeTokens, type OfficeTokens } from '../domain/officers/office-token.repository';
import type { PdfPrinter } from '../domain/printed-forms/pdf-printer';
import type { Clock } from '../infrastructure/clock';
import type { Cipher } from '../infrastructure/security/cipher';
import type { FormTokens } from '../infrastructure/security/form-token';
import type { PasswordHasher } from '../infrastructure/security/password-hasher';
import type { RulePack } from '../rules/pack/rule-pack';
import { type AccountService, createAccountService } from './officers/account.service';
import {
  createOfficerFirstSignInService,
  type OfficerFirstSignInService,
} from './officers/first-sign-in.service';
import { createOfficerLetterService, type OfficerLetterService } from './officers/letter.service';
import { createOfficeSignInService, type OfficeSignInService } from './officers/office-sign-in.service';
import { buildProvinceServices, type ProvinceServices } from './province-services';
import { type CounterServices, createCounterServices } from './service-desk/counter.services';

/** What the exam office's platform is built from. */
export interface OfficeServices {
  readonly signIn: OfficeSignInService;
  readonly firstSignIn: OfficerFirstSignInService;
  readonly accounts: AccountService;
  readonly officerLetters: OfficerLetterService;
  readonly tokens: OfficeTokens;
  readonly counter: CounterServices;
  readonly province: ProvinceServices;
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
  /** For the offices' papers: they never wait for the candidates', nor the reverse. */
  readonly pdf: PdfPrinter;
  /** Where candidates find the platform, as papers name it. */
  readonly publicUrl: URL;
}

export function buildOfficeServices({
  db,
  cipher,
  hasher,
  tokens,
  clock,
  pack,
  pdf,
  publicUrl,
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
    officerLetters: createOfficerLetterService({ db, cipher, tokens: officeTokens, pack, pdf }),
    tokens: officeTokens,
    province: buildProvinceServices({ db, clock, cipher, tokens: officeTokens }),
    counter: createCounterServices({ db, cipher, tokens: officeTokens, pack, pdf, publicUrl }),
    kindsElsewhere: () =>
      pack()
        .candidateKinds.filter(({ anyCounty }) => anyCounty === true)
        .map(({ code }) => code),
  };
}
