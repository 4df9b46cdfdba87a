import type { Clock } from '../clock';
import type { Knex } from '../db/knex';
import type { Watched } from '../db/reference-watch';
import type { OfficeTokens } from '../officers';
import type { Reference } from '../reference';
import type { Cipher } from '../security/cipher';
import { createCodeControllers } from './code.controller';
import type { CounterServices } from './counter.services';
import { createLetterControllers } from './letter.controller';
import { createRecordControllers, createRecordPage } from './record.controller';
import type { CounterPages } from './routes';
import { createSearchControllers } from './search.controller';

export interface CounterControllerParts {
  readonly db: Knex;
  readonly clock: Clock;
  readonly cipher: Cipher;
  readonly reference: Watched<Reference>;
  readonly office: { readonly tokens: OfficeTokens; readonly counter: CounterServices };
}

export function createCounterControllers(parts: CounterControllerParts): CounterPages {
  const { db, clock, cipher, reference } = parts;
  const { tokens, counter } = parts.office;
  const { records, codes, letters } = counter;
  const recordParts = { db, clock, reference, records, tokens };
  const page = createRecordPage(recordParts);
  return {
    search: createSearchControllers({ db, cipher, reference, codes }),
    record: createRecordControllers(recordParts, page),
    codes: createCodeControllers({ db, records, codes, tokens, page }),
    letters: createLetterControllers(letters, tokens),
  };
}
