import { demoPeople } from '../../seeds/demo/people';
import { computeTotp, totpCounter } from '../../src/identity/totp';
import type { TestApp } from './test-app';

const lastCounters = new Map<string, number>();

/** The authenticator of a person of the demo; null of those who have not bound one. */
export function findDemoSecret(candidateNumber: string): string | null {
  const person = demoPeople.find(({ candidate }) => candidate.candidateNumber === candidateNumber);
  return person?.factors.totpSecret ?? null;
}

/**
 * 动态密码 that a person's authenticator shows, one that was not shown before at this place (a counter serves once).
 * @throws when three were asked for within half a minute: a real candidate would have to wait.
 */
export function showDynamicPassword(place: string, candidateNumber: string): string {
  const secret = findDemoSecret(candidateNumber);
  if (secret === null) throw new Error(`${candidateNumber} has no 动态密码`);
  const now = totpCounter(Date.now());
  const key = `${place} ${candidateNumber}`;
  const counter = Math.max(now - 1, (lastCounters.get(key) ?? 0) + 1);
  if (counter > now + 1) throw new Error('no unused 动态密码 is left in this half minute');
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
