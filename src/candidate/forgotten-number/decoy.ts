import type { Knex } from 'knex';
import { findNumberNear } from '../../domain/candidates/candidate.repository';
import type { PersonFacts } from '../picture-code/facts.form';

/**
 * A 考生号 that is nobody's answer, shown where there is none to show: it begins like everybody's, and the same facts
 * always give the same. Whoever does not know whether a candidate exists does not learn it from it.
 */
export async function inventNumber(
  db: Knex,
  keyed: (text: string) => Buffer,
  { identityNumber, name }: PersonFacts,
): Promise<string> {
  const digest = keyed(`number|${identityNumber}|${name}`);
  const like = (await findNumberNear(db, digest.readUInt32BE(0))) ?? '00000000000000';
  const sequence = String(1 + (digest.readUInt32BE(4) % 9999)).padStart(4, '0');
  return `${like.slice(0, 10)}${sequence}`;
}
