import type { Knex } from 'knex';
import {
  createTotpBindingService,
  createWechatBindingService,
  type TotpBindingService,
  type WechatBindingService,
} from './binding';
import { createDisputeService, createThawService, type DisputeService, type ThawService } from './disputes';
import type { OwnerCheck, PhraseCheck, ProofService } from './identity';
import type { ScanEvents, WechatAccount } from './messages';
import { createPhoneLimits, createPhoneService, type PhoneService } from './phone';
import type { RulePack } from './rules/rule-pack';
import type { Cipher } from './security/cipher';
import type { PasswordHasher } from './security/password-hasher';
import { createSecurityPhraseService, type SecurityPhraseService } from './security-phrase';
import type { SignInService } from './sign-in';

/** What a signed-in candidate does about their own security. */
export interface Safeguards {
  readonly phone: PhoneService;
  readonly phrase: SecurityPhraseService;
  readonly totp: TotpBindingService;
  readonly wechat: WechatBindingService;
  readonly disputes: DisputeService;
  readonly thaw: ThawService;
}

export interface SafeguardParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly pack: () => RulePack;
  readonly hasher: PasswordHasher;
  readonly signIn: SignInService;
  readonly proof: ProofService;
  readonly ownerCheck: OwnerCheck;
  readonly checkPhrase: PhraseCheck;
  readonly ways: { readonly wechat: WechatAccount | null; readonly scans: ScanEvents };
}

export function buildSafeguards(parts: SafeguardParts): Safeguards {
  const { db, cipher, signIn, proof, ways } = parts;
  const { confirmPassword } = signIn;
  return {
    phone: createPhoneService({ ...parts, limits: createPhoneLimits(db) }),
    phrase: createSecurityPhraseService({ ...parts, confirmPassword }),
    totp: createTotpBindingService(parts),
    wechat: createWechatBindingService({ ...parts, account: ways.wechat, scans: ways.scans }),
    disputes: createDisputeService(db, cipher),
    thaw: createThawService(db, cipher, proof),
  };
}
