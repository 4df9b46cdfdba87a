import { setTimeout as sleep } from 'node:timers/promises';
import { demoPeople } from '../../seeds/demo/people';
import { computeTotp, totpCounter } from '../../src/infrastructure/security/totp';
import type { TestApp } from './test-app';

/** How long it may take from reading a code to its arrival on a slow machine. */
const TYPING_MS = 12_000;

const lastCounters = new Map<string, number>();

/** The authenticator of a person of the demo; null of those who have not bound one. */
export function findDemoSecret(candidateNumber: string): string | null {
  const person = demoPeople.find(({ candidate }) => candidate.candidateNumber === candidateNumber);
  return person?.factors.totpSecret ?? null;
}

/**
 * 动态密码 that a person's authenticator shows, one that was not shown before at this place (a counter serves once):
 * whoever asks three times within half a minute waits for the next, as a real candidate would.
 */
export async function showDynamicPassword(place: string, candidateNumber: string): Promise<string> {
  const secret = findDemoSecret(candidateNumber);
  if (secret === null) throw new Error(`${candidateNumber} has no 动态密码`);
  const key = `${place} ${candidateNumber}`;
  // The oldest that will still do when it arrives.
  const oldest = totpCounter(Date.now() + TYPING_MS) - 1;
  const counter = Math.max(oldest, (lastCounters.get(key) ?? 0) + 1);
  while (counter > totpCounter(Date.now()) + 1) await sleep(500);
  lastCounters.set(key, counter);
  return computeTotp(secret, counter);
}

/** Lets counters that were used serve again, so that a test need not wait for the next half minute. */
export async function refreshDynamicPassword(app: TestApp, candidateNumber: string): Promise<string> {
  const secret = findDemoSecret(candidateNumber);
  if (secret === null) throw new Error(`${candidateNumber} has no 动态密码`);
  await app.database
    .knex('credentials')
    .whereIn('candidate_id', (of) =>
      of.from('candidates').where({ candidate_number: candidateNumber }).select('id'),
    )
    .update({ totp_last_counter: null });
  return computeTotp(secret, totpCounter(Date.now()));
}
