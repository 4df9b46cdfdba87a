import type { Request } from 'express';
import { readParameter } from '../../infrastructure/http/page-renderer';
import type { AskedPlace } from './place';

/** What stands in the address of a board or a call list. */
export interface BoardQuery {
  readonly batch: string;
  readonly asked: AskedPlace;
  readonly missing: string;
  /** The page asks by itself. */
  readonly automatic: boolean;
}

/** Reads a board's address; a field that is repeated counts as left out. */
export function readBoardQuery(req: Request): BoardQuery {
  const read = (name: string) => readParameter(req.query, name);
  const shaped = (name: string, shape: RegExp) => (shape.test(read(name)) ? read(name) : '');
  return {
    batch: read('batch'),
    asked: {
      city: shaped('city', /^\d{4}$/),
      county: shaped('county', /^\d{6}$/),
      school: shaped('school', /^[0-9A-Za-z]{1,20}$/),
      className: typeof req.query.class === 'string' ? read('class') : null,
    },
    missing: read('missing'),
    automatic: req.query.automatic !== undefined,
  };
}
