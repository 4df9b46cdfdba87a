import type { Knex } from 'knex';
import type { SignInService } from '../domain/credentials/sign-in.service';
import type { OwnerCheck } from '../domain/identity/owner-check';
import type { PhraseCheck } from '../domain/identity/phrase-check';
import type { ProofService } from '../domain/identity/proof.service';
import type { ScanEvents, WechatAccount } from '../domain/messages/wechat-account';
import type { Cipher } from '../infrastructure/security/cipher';
import type { PasswordHasher } from '../infrastructure/security/password-hasher';
import type { RulePack } from '../rules/pack/rule-pack';
import { createTotpBindingService, type TotpBindingService } from './binding/totp-binding.service';
import { createWechatBindingService, type WechatBindingService } from './binding/wechat-binding.service';
import { createDisputeService, type DisputeService } from './disputes/dispute.service';
import { createThawService, type ThawService } from './disputes/thaw.service';
import { createPhoneService, type PhoneService } from './phone/phone.service';
import { createPhoneLimits } from './phone/phone-limits';
import {
  createSecurityPhraseService,
  type SecurityPhraseService,
} from './security-phrase/security-phrase.service';

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
