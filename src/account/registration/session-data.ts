import 'express-session';
import type { Sealed } from '../../domain/accounts/sealed';
import { wallClock } from '../../infrastructure/clock';
import type { PhoneClaim } from './registration.service';

/** A 注册 under way at one browser. */
export interface Registration {
  /** Codes serve within it. */
  readonly journey: string;
  /** The phone, sealed, in base64. */
  readonly phone: { readonly cipher: string; readonly index: string };
  /** The code came back: whoever is here holds the phone. */
  readonly proved: boolean;
  /** Milliseconds of real time. */
  readonly until: number;
}

/** What a registration came to, shown once. */
interface Registered {
  readonly userName: string;
  readonly unproved: boolean;
  readonly email: boolean;
}

declare module 'express-session' {
  interface SessionData {
    registration?: Registration;
    registered?: Registered;
  }
}

export const REGISTRATION_MS = 30 * 60_000;

/** The registration of a session as long as it lasts. */
export function findRegistration(session: { readonly registration?: Registration }): Registration | null {
  const { registration } = session;
  return registration !== undefined && registration.until > wallClock() ? registration : null;
}

export function sealInSession({ cipher, index }: Sealed): Registration['phone'] {
  return { cipher: cipher.toString('base64'), index: index.toString('base64') };
}

/** The phone of a registration, and the journey in which its codes serve. */
export function claimOf({ journey, phone }: Registration): PhoneClaim {
  return {
    journey,
    phone: { cipher: Buffer.from(phone.cipher, 'base64'), index: Buffer.from(phone.index, 'base64') },
  };
}
