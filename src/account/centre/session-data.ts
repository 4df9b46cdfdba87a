import 'express-session';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Sealed } from '../../domain/accounts/sealed';
import { wallClock } from '../../infrastructure/clock';

/** A change of phone or mailbox under way at one browser; what is new is sealed, in base64. */
export interface ContactChange {
  readonly what: 'phone' | 'email';
  /** Codes serve within it. */
  readonly journey: string;
  readonly next: { readonly cipher: string; readonly index: string };
  /** Whose code is asked for: a phone is changed with both in hand. */
  readonly step: 'old' | 'new';
  /** What stood for the code to the old phone; left out where that code came back. */
  readonly by?: FactorKind;
  /** Milliseconds of real time. */
  readonly until: number;
}

declare module 'express-session' {
  interface SessionData {
    contactChange?: ContactChange;
    /** What a change came to, shown once. */
    contactDone?: ContactChange['what'] | 'unbound';
  }
}

const CHANGE_MS = 15 * 60_000;

/** A new change, valid for a quarter of an hour. */
export function beginContactChange(
  what: ContactChange['what'],
  journey: string,
  { cipher, index }: Sealed,
): ContactChange {
  return {
    what,
    journey,
    next: { cipher: cipher.toString('base64'), index: index.toString('base64') },
    step: what === 'phone' ? 'old' : 'new',
    until: wallClock() + CHANGE_MS,
  };
}

/** The change of a session as long as it lasts. */
export function findContactChange(
  session: { readonly contactChange?: ContactChange },
  what: ContactChange['what'],
): ContactChange | null {
  const { contactChange: change } = session;
  return change !== undefined && change.what === what && change.until > wallClock() ? change : null;
}

/** The sealed phone or mailbox that a change leads to. */
export function unpackNext({ next }: ContactChange): Sealed {
  return { cipher: Buffer.from(next.cipher, 'base64'), index: Buffer.from(next.index, 'base64') };
}
