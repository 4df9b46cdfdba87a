import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions, type Pass } from '../../infrastructure/security/admissions';
import type { RulePack } from '../../rules/pack/rule-pack';
import { isTrustedDevice } from './device.repository';
import type { FactorRecord } from './factor.repository';
import type { ProofResult } from './proof-result';

/**
 * Compares a typed 密码验证信息; so many wrong ones in a day, wherever they were typed, and it is closed. A browser on
 * which the candidate is known has as many of its own.
 */
export type PhraseCheck = (
  factors: Pick<FactorRecord, 'candidateId' | 'phraseHash'>,
  typed: string,
  origin: Origin,
) => Promise<ProofResult>;

/** `matches` compares with a hash, and takes as long where there is none. */
export function createPhraseCheck(
  db: Knex,
  pack: () => RulePack,
  matches: (pass: Pass, phrase: string, hash: string | null) => Promise<boolean>,
): PhraseCheck {
  const perDay = { points: pack().identity.phraseTriesPerDay };
  const admissions = createAdmissions(db, { phrase: { subject: perDay, own: perDay } });
  return async ({ candidateId, phraseHash }, typed, origin) => {
    const known = await isTrustedDevice(db, candidateId, origin.device);
    const pass = await admissions.spend('phrase', { subject: candidateId, origin, known });
    if (pass.until !== null) return { outcome: 'throttled', until: pass.until };
    if (!(await matches(pass, normalisePhrase(typed), phraseHash)))
      return { outcome: 'wrong', triesLeft: null };
    await Promise.all([pass.forgive(), admissions.clear('phrase', candidateId)]);
    return { outcome: 'proved', rung: 'phrase', destinationIndex: null };
  };
}

/** 密码验证信息 as it is hashed and compared: composed characters, no outer blanks. */
export function normalisePhrase(text: string): string {
  return text.normalize('NFC').trim();
}
