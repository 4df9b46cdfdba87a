import type { CandidateRecord } from '../../domain/candidates/candidate.repository';
import type { Origin } from '../../infrastructure/origin';
import 'express-session';
import { type FactorRecord, markFactors } from '../../domain/identity/factor.repository';
import type { SealedPhone } from '../../domain/phones/phone.repository';
import { wallClock } from '../../infrastructure/clock';

export type PhoneAct = 'add' | 'change' | 'delete';

/** What is asked for on the way, in this order: the strongest factor bound beside a phone, a code to the old phone, one to the new. */
export type PhoneStep = 'owner' | 'old' | 'new';

/** A change of phone under way in one session; the numbers in it are sealed. */
export interface PhoneJourney {
  readonly act: PhoneAct;
  /** Sealed new number, Base64; null when one is deleted. */
  readonly next: { readonly cipher: string; readonly index: string } | null;
  /** What was bound when it began: another binding meanwhile ends it. */
  readonly factors: string;
  /** Steps that are not done yet; never empty. */
  readonly steps: readonly PhoneStep[];
  /** Real time in milliseconds at which it ends unfinished. */
  readonly until: number;
}

declare module 'express-session' {
  interface SessionData {
    phoneJourney?: PhoneJourney;
    /** What a journey came to, to be shown once. */
    phoneDone?: PhoneAct;
  }
}

const JOURNEY_MS = 15 * 60 * 1000;

/**
 * The way from what is bound to a new number, or to none where `next` is null. `known`: the county office has checked
 * who it is, and the new number alone is proved.
 */
export function planJourney(factors: FactorRecord, next: SealedPhone | null, known = false): PhoneJourney {
  const act = next === null ? 'delete' : factors.phoneCipher === null ? 'add' : 'change';
  const others = factors.totpBoundAt !== null || factors.wechatBoundAt !== null;
  return {
    act,
    next: next && { cipher: next.cipher.toString('base64'), index: next.index.toString('base64') },
    factors: markFactors(factors),
    steps: known ? ['new'] : listSteps(act, others),
    until: wallClock() + JOURNEY_MS,
  };
}

/** The sealed number that a journey leads to. */
export function unpackNext({ next }: PhoneJourney): SealedPhone | null {
  if (next === null) return null;
  return { cipher: Buffer.from(next.cipher, 'base64'), index: Buffer.from(next.index, 'base64') };
}

/** The journey as long as it lasts. */
export function findPhoneJourney(session: { readonly phoneJourney?: PhoneJourney }): PhoneJourney | null {
  const journey = session.phoneJourney;
  return journey !== undefined && journey.until > wallClock() ? journey : null;
}

function listSteps(act: PhoneAct, others: boolean): readonly PhoneStep[] {
  const steps: PhoneStep[] = others ? ['owner'] : [];
  if (act !== 'add') steps.push('old');
  if (act !== 'delete') steps.push('new');
  return steps;
}

/** One request of a signed-in candidate on the way to another phone. */
export interface PhoneVisit {
  readonly candidate: CandidateRecord;
  /** The session's id: codes serve in it alone. */
  readonly journey: string;
  readonly origin: Origin;
}
