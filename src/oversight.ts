import type { Knex } from 'knex';
import type { Clock } from './clock';
import { type ChoiceViewService, createChoiceViewService } from './coverage';
import type { Watched } from './db/reference-watch';
import type { OfficeTokens } from './officers';
import type { Reference } from './reference';
import { createRestorationService, type RestorationService } from './restoration';
import type { Cipher } from './security/cipher';

/** What the offices watch over filing with: the board, what was disputed, what is handed over. */
export interface Oversight {
  readonly choiceView: ChoiceViewService;
  readonly restoration: RestorationService;
}

export interface OversightParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly tokens: OfficeTokens;
}

export function buildOversight(parts: OversightParts): Oversight {
  return { choiceView: createChoiceViewService(parts), restoration: createRestorationService(parts) };
}
