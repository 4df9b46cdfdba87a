/** Limits of the account centre, by what a person is told of them. */
export type LimitName =
  | 'codesToPhone'
  | 'codesToEmail'
  | 'codesByDevice'
  | 'wrongCodes'
  | 'pictures'
  | 'registerByDevice'
  | 'registerByPhone'
  | 'numbersByPhone'
  | 'signInByName'
  | 'signInByAccount'
  | 'signInByDevice'
  | 'findByFacts'
  | 'findByDevice'
  | 'byAddress'
  | 'confirmations'
  | 'changes'
  | 'studentRecords'
  | 'emailByDomain'
  | 'emailByRange';

/** A limit that was reached, and the whole minute at which it ends. */
export interface Limited {
  readonly limit: LimitName;
  readonly until: Date;
}
