import type { ImportStake } from '../../../rules/consent/import-consent';

const EFFECT_ACTS = ['removed', 'changed', 'cleared'] as const;

/** What an import does to one record that stands: it goes, gets other values, or loses one. */
export interface Effect {
  readonly position: number;
  readonly act: (typeof EFFECT_ACTS)[number];
  /** The record in words: codes with names. */
  readonly subject: string;
  /** Values by column or fact, of a changed record those that differ. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  /** Candidates in whose filed lists the record stands, or whose list it concerns. */
  readonly holders: number;
}

/** What an import does to what stands, in numbers, with what names it. */
export interface Stake extends ImportStake {
  /** Of the file and everything that it takes or changes: what was consented to is known by it. */
  readonly mark: string;
  /** Under which the records are listed. */
  readonly effectsId: number;
  /** How many are listed; of very many the first, those in filed lists before all others. */
  readonly listed: number;
}

/** What was said for an import that asks for consent. */
export interface Consent {
  readonly reason: string;
  /** Who approved beside whom asked, as the audit log names them. */
  readonly approvedBy: string | null;
}
