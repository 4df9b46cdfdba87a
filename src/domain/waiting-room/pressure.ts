import type { Knex } from 'knex';
import { readPoolWaits } from '../../infrastructure/database/pool-waits';
import type { PasswordHasher } from '../../infrastructure/security/password-hasher';

/** So many wait for each connection where the database is slower than those who are called. */
const MOST_WAITING = 4;

/** Whether this process has more of those who were called than it can see to: passwords to hash, or rows to read. */
export function isPressed(hasher: Pick<PasswordHasher, 'isPressed'>, arrivalsDb: Knex): boolean {
  return hasher.isPressed() || readPoolWaits(arrivalsDb).each > MOST_WAITING;
}
