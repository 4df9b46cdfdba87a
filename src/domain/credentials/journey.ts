import { randomBytes } from 'node:crypto';
import { wallClock } from '../../infrastructure/clock';
import type { Journey } from './session-data';

const JOURNEY_MS = 15 * 60_000;

/** A new way back in; with a candidate once all facts were right. */
export function createJourney(candidateId?: number): Journey {
  const id = randomBytes(16).toString('base64url');
  const until = wallClock() + JOURNEY_MS;
  return candidateId === undefined ? { id, until } : { id, until, candidateId };
}

/** The journey of a session as long as it lasts. */
export function findJourney(session: { readonly journey?: Journey }): Journey | null {
  const { journey } = session;
  return journey !== undefined && journey.until > wallClock() ? journey : null;
}
