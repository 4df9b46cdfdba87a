import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import { findTwoFault, type HeldAccount } from '../../rules/consent/two-persons';

const columns = { id: 'id', madeBy: 'made_by', apartUntil: 'apart_until' } as const;

async function getHeld(db: Knex, id: number): Promise<HeldAccount> {
  const row: HeldAccount | undefined = await db('officers').where({ id }).first(columns);
  if (row === undefined) throw new Error(`there is no officer ${id}`);
  return row;
}

/**
 * Whether who asked and who approves are two persons: the one rule of every act that takes two.
 * @returns false for one and the same officer
 * @throws AppError sameMaker (409) where one person has made both accounts, or one of them the other, within some days
 */
export async function areTwo(db: Knex, asker: number, approver: number): Promise<boolean> {
  const fault = findTwoFault(await getHeld(db, asker), await getHeld(db, approver), wallClock());
  if (fault === 'sameMaker') throw new AppError('sameMaker', 409);
  return fault === null;
}
