import { hash } from 'node:crypto';
import type { ClosedPlaces } from '../choice-lists/canonical-body';

/** A saved version as its leaf names it. */
export interface LeafVersion {
  readonly id: number;
  readonly candidateNumber: string;
  readonly group: string;
  readonly ordinal: number;
  readonly saveNumber: number;
  readonly batch: string;
  readonly savedAt: Date;
  readonly actorKind: string;
  readonly actorId: string;
  /** 校验值, which covers header and body under a secret nonce. */
  readonly hash: Buffer;
  readonly formToken: string;
  /** Lists in force that it closed; null where it closed none. */
  readonly closes: ClosedPlaces | null;
}

/** An act on a group: it was given up, saves were given, its list was confirmed or that taken back. */
export interface LeafAct {
  readonly id: number;
  readonly kind: 'abandoned' | 'granted' | 'confirmed' | 'retracted';
  readonly candidateNumber: string;
  readonly group: string;
  /** Given, or the ordinal of the version that was confirmed. */
  readonly saves: number;
  readonly at: Date;
}

const FORM = 'zhiyuan-leaf-1';
const NONCE = /^[0-9a-f]{32}$/;

/**
 * What is hashed as the leaf of a version: a JSON array. Of the choices it has the 校验值 alone, which nobody gets by
 * guessing; the nonce keeps the leaf's own hash from being guessed from what else is known.
 * @param nonce 32 hexadecimal digits
 */
export function describeVersion(version: LeafVersion, nonce: string): string {
  return JSON.stringify([
    FORM,
    nonce,
    'version',
    version.id,
    version.candidateNumber,
    version.group,
    version.ordinal,
    version.saveNumber,
    version.batch,
    version.savedAt.toISOString(),
    `${version.actorKind} ${version.actorId}`,
    version.hash.toString('hex'),
    hash('sha256', version.formToken, 'hex'),
    ...(version.closes === null ? [] : [version.closes]),
  ]);
}

/** The same of an act. */
export function describeAct({ kind, id, candidateNumber, group, saves, at }: LeafAct, nonce: string): string {
  return JSON.stringify([FORM, nonce, kind, id, candidateNumber, group, saves, at.toISOString()]);
}

/** Where the nonce begins, behind `["zhiyuan-leaf-1","`. */
const NONCE_AT = JSON.stringify([FORM]).length + 1;
const NONCE_DIGITS = 32;

/** What stands in the place of the nonce of a leaf; '' where that is none, and so describes nothing. */
export function readNonce(content: string): string {
  const nonce = content.slice(NONCE_AT, NONCE_AT + NONCE_DIGITS);
  return NONCE.test(nonce) ? nonce : '';
}
