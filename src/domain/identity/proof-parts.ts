import type { Knex } from 'knex';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { CodePurpose, RulePack } from '../../rules/pack/rule-pack';
import type { PhraseCheck } from './phrase-check';

/** One act of one candidate in one browser, to be proved. */
export interface ProofRequest {
  readonly candidateId: number;
  readonly purpose: CodePurpose;
  /** The session's id, or the id of a journey before sign-in: a code serves only there. */
  readonly journey: string;
  readonly origin: Origin;
  /** Only factors bound before this instant count (解冻). */
  readonly boundBefore?: Date;
}

export interface ProofServiceParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly pack: () => RulePack;
  /** Keys the hashes of codes and journeys; 32 bytes. */
  readonly keyed: (text: string) => Buffer;
  readonly checkPhrase: PhraseCheck;
}

/** What all the steps work with. */
export function gatherParts(parts: ProofServiceParts) {
  const { db } = parts;
  const rules = () => parts.pack().identity;
  const perHour = { points: rules().codesPerHour };
  const admissions = createAdmissions(db, { askCode: { subject: perHour, target: perHour } });
  return { ...parts, rules, admissions };
}

export type ProofParts = ReturnType<typeof gatherParts>;
