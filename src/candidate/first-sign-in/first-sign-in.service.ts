import type { Knex } from 'knex';
import { auditCandidate } from '../../domain/candidates/audit-candidate';
import {
  type CandidateRecord,
  getCandidate,
  lockCandidate,
} from '../../domain/candidates/candidate.repository';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import { markPassword } from '../../domain/credentials/password-check';
import { listPersonalFacts } from '../../domain/credentials/personal-facts';
import { exchangeFirstSecret } from '../../domain/credentials/sign-in.repository';
import { getFactors } from '../../domain/identity/factor.repository';
import { normalisePhrase } from '../../domain/identity/phrase-check';
import { nameOrigin } from '../../domain/mailbox/mail.presenter';
import { tellOwner } from '../../domain/messages/tell-owner';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Origin } from '../../infrastructure/origin';
import { type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';
import { findRung } from '../../rules/identity/ladder';
import { findPasswordFaults, type PasswordFault } from '../../rules/identity/password-rules';
import { findPhraseFaults, type PhraseFault } from '../../rules/identity/security-phrase';
import type { RulePack } from '../../rules/pack/rule-pack';
import { countSamePhrase, indexPhrase, updatePhrase } from '../security-phrase/security-phrase.repository';

interface FirstSignInPage {
  readonly candidate: CandidateRecord;
  /** 密码验证信息 is to be set too, since none is. */
  readonly asksPhrase: boolean;
  readonly phraseMaxLength: number;
  /** Nothing better than the phrase is bound: a phone is offered. */
  readonly offersPhone: boolean;
}

interface FirstPassword {
  readonly candidateId: number;
  /** Hash of the secret that was typed. */
  readonly secretHash: Buffer;
  readonly next: string;
  readonly phrase: string;
  readonly origin: Origin;
}

type FirstPasswordResult =
  | { readonly outcome: 'set'; readonly mark: string }
  | {
      readonly outcome: 'faults';
      readonly password: readonly PasswordFault[];
      readonly phrase: readonly PhraseFault[];
    }
  /** The secret has been used, replaced or has run out meanwhile. */
  | { readonly outcome: 'expired' };

interface FirstSignInParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly hasher: PasswordHasher;
  readonly pack: () => RulePack;
}

/** What all the steps work with. */
type Parts = FirstSignInParts & WithAdmissions;

/** What the first secret opens, and nothing else (P17): a password, the phrase, a phone. */
export function createFirstSignInService(given: FirstSignInParts) {
  const parts = withAdmissions(given);
  return bindParts(parts, { getPage, setPassword });
}

export type FirstSignInService = ReturnType<typeof createFirstSignInService>;

/** Sets password and phrase in exchange for the first secret, exactly once. @throws AppError frozen */
async function setPassword(parts: Parts, request: FirstPassword): Promise<FirstPasswordResult> {
  const { cipher, db, admissions, hasher } = parts;
  const { candidateId, next, origin } = request;
  const page = await getPage(parts, candidateId);
  const phrase = normalisePhrase(request.phrase);
  const index = indexPhrase(cipher, page.candidate.schoolCode, phrase);
  const password = findPasswordFaults(next, await listPersonalFacts(db, cipher, page.candidate));
  const phraseFaults = await listPhraseFaults(parts, page, phrase, index);
  if (password.length > 0 || phraseFaults.length > 0) {
    return { outcome: 'faults', password, phrase: phraseFaults };
  }
  const pass = await admissions.require('firstPassword', { subject: candidateId, origin });
  const passwordHash = await hasher.hash(pass, next);
  const phraseHash = page.asksPhrase ? await hasher.hash(pass, phrase) : null;
  return db.transaction(async (transaction) => {
    requireUnfrozen(await lockCandidate(transaction, candidateId));
    const changed = await exchangeFirstSecret(transaction, candidateId, request.secretHash, passwordHash);
    if (changed !== 1) return { outcome: 'expired' };
    if (phraseHash !== null) await updatePhrase(transaction, candidateId, phraseHash, index);
    await auditCandidate(transaction, candidateId, origin, 'setFirstPassword', {
      phrase: phraseHash !== null,
    });
    await tellOwner(transaction, cipher, {
      candidateId,
      kind: 'passwordSet',
      at: new Date(wallClock()),
      values: nameOrigin(origin),
    });
    return { outcome: 'set', mark: markPassword(passwordHash) };
  });
}

async function getPage(parts: Parts, candidateId: number): Promise<FirstSignInPage> {
  const [candidate, factors] = await Promise.all([
    getCandidate(parts.db, candidateId),
    getFactors(parts.db, candidateId),
  ]);
  return {
    candidate,
    asksPhrase: !factors.hasPhrase,
    phraseMaxLength: parts.pack().identity.phraseMaxLength,
    offersPhone: findRung(factors, { phraseServes: false, boundBefore: null }) === null,
  };
}

async function listPhraseFaults(
  parts: Parts,
  { candidate, asksPhrase }: FirstSignInPage,
  phrase: string,
  index: Buffer,
): Promise<readonly PhraseFault[]> {
  if (!asksPhrase) return [];
  const { phraseMaxLength, phraseSameSchoolLimit } = parts.pack().identity;
  return findPhraseFaults(phrase, {
    maxLength: phraseMaxLength,
    name: candidate.name,
    sameInSchool: await countSamePhrase(parts.db, index, candidate.id),
    sameSchoolLimit: phraseSameSchoolLimit,
  });
}
