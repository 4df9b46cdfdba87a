import type { Knex } from 'knex';
import type { RulePack } from '../rules/rule-pack';
import { createLimiter } from '../security/limiter';
import type { FactorRecord } from './factor.repository';
import type { ProofResult } from './proof.service';

const DAY = 24 * 3600;

/** Compares a typed 密码验证信息; so many wrong ones in a day, wherever they were typed, and it is closed. */
export type PhraseCheck = (
  factors: Pick<FactorRecord, 'candidateId' | 'phraseHash'>,
  typed: string,
) => Promise<ProofResult>;

/** `matches` compares with a hash, and takes as long where there is none. */
export function createPhraseCheck(
  db: Knex,
  pack: () => RulePack,
  matches: (phrase: string, hash: string | null) => Promise<boolean>,
): PhraseCheck {
  const tries = createLimiter(db, {
    prefix: 'phrase',
    points: pack().identity.phraseTriesPerDay,
    duration: DAY,
  });
  return async ({ candidateId, phraseHash }, typed) => {
    const key = String(candidateId);
    const until = await tries.charge(key);
    if (until !== null) return { outcome: 'throttled', until };
    if (!(await matches(normalisePhrase(typed), phraseHash))) return { outcome: 'wrong', triesLeft: null };
    await tries.clear(key);
    return { outcome: 'proved', rung: 'phrase', destinationIndex: null };
  };
}

/** 密码验证信息 as it is hashed and compared: composed characters, no outer blanks. */
export function normalisePhrase(text: string): string {
  return text.normalize('NFC').trim();
}
