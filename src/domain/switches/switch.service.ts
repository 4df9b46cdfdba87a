import type { Knex } from 'knex';
import { AppError } from '../../infrastructure/errors';
import { type ActAuthor, auditAct, beginAct } from '../officers/act-author';
import type { OfficeTokens } from '../officers/office-token.repository';
import type { SwitchName } from './switch';
import { setSwitch } from './switch.repository';

export interface SwitchService {
  /**
   * Turns a switch on or off, in force on every node within 5 seconds.
   * @throws AppError conflict (409) when it stands so already
   */
  set(author: ActAuthor, name: SwitchName, on: boolean): Promise<void>;
}

/** The form of each switch and direction has tokens of its own. */
export const purposeOfSwitch = (name: SwitchName, on: boolean) => `switch|${name}|${on ? 'on' : 'off'}`;

export function createSwitchService(db: Knex, tokens: OfficeTokens | null): SwitchService {
  return {
    set: (author, name, on) =>
      db.transaction(async (transaction) => {
        await beginAct(transaction, tokens, author, purposeOfSwitch(name, on));
        if ((await setSwitch(transaction, name, on)) !== 1) throw new AppError('conflict', 409);
        await auditAct(transaction, author, {
          action: on ? 'switchOn' : 'switchOff',
          subjectKind: 'switch',
          subjectId: name,
        });
      }),
  };
}
