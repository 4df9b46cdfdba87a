import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { Reference } from '../../domain/reference/reference';
import type { Clock } from '../../infrastructure/clock';
import type { Knex } from '../../infrastructure/database/knex';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { Cipher } from '../../infrastructure/security/cipher';
import { createAboveControllers } from './above.controller';
import { createCodeControllers } from './code.controller';
import type { CounterServices } from './counter.services';
import { createLetterControllers } from './letter.controller';
import { createRecordControllers, createRecordPage } from './record.controller';
import type { CounterPages } from './routes';
import { createSearchControllers } from './search.controller';

interface CounterControllerParts {
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
    record: createRecordControllers(recordParts),
    codes: createCodeControllers({ db, records, codes, tokens, page }),
    above: createAboveControllers({ db, codes, tokens }),
    letters: createLetterControllers(letters, tokens),
  };
}
