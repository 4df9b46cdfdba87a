import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import { findRung } from '../../rules/identity/ladder';
import { isTrustedDevice } from './device.repository';
import { getFactors } from './factor.repository';

/**
 * Whether a modification has to be proved first (P18): it comes from a browser new to this candidate, or within
 * `hoursAfterReset` of a reset, and 动态密码, phone or WeChat is bound. The phrase does not serve here.
 */
export async function isRisky(
  db: Knex,
  candidateId: number,
  device: string,
  hoursAfterReset: number,
): Promise<boolean> {
  const factors = await getFactors(db, candidateId);
  if (findRung(factors, { phraseServes: false, boundBefore: null }) === null) return false;
  const resetAt = factors.resetAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (wallClock() - resetAt < hoursAfterReset * 3_600_000) return true;
  return !(await isTrustedDevice(db, candidateId, device));
}
