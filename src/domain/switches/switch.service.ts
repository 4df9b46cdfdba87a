import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import { type ActAuthor, auditAct, beginAct } from '../officers/act-author';
import type { OfficeTokens } from '../officers/office-token.repository';
import type { SwitchName } from './switch';
import { setSwitch } from './switch.repository';

/** The form of each switch and direction has tokens of its own. */
export const purposeOfSwitch = (name: SwitchName, on: boolean) => `switch|${name}|${on ? 'on' : 'off'}`;

interface SwitchParts {
  readonly db: Knex;
  readonly tokens: OfficeTokens | null;
}

export function createSwitchService(db: Knex, tokens: OfficeTokens | null) {
  const parts: SwitchParts = { db, tokens };
  return bindParts(parts, { set });
}

export type SwitchService = ReturnType<typeof createSwitchService>;

/**
 * Turns a switch on or off, in force on every node within 5 seconds.
 * @throws AppError conflict (409) when it stands so already
 */
const set = ({ db, tokens }: SwitchParts, author: ActAuthor, name: SwitchName, on: boolean): Promise<void> =>
  db.transaction(async (transaction) => {
    await beginAct(transaction, tokens, author, purposeOfSwitch(name, on));
    if ((await setSwitch(transaction, name, on)) !== 1) throw new AppError('conflict', 409);
    await auditAct(transaction, author, {
      action: on ? 'switchOn' : 'switchOff',
      subjectKind: 'switch',
      subjectId: name,
    });
  });
