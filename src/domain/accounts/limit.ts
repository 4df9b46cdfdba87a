/** Limits of the account centre, by what a person is told of them. */
export type LimitName =
  | 'codesToPhone'
  | 'codesToEmail'
  | 'codesByDevice'
  | 'wrongCodes'
  | 'pictures'
  | 'registerByDevice'
  | 'registerByNetwork'
  | 'registerByPhone'
  | 'numbersByPhone'
  | 'signInByName'
  | 'signInByDevice'
  | 'signInByBrowser'
  | 'signInByNetwork'
  | 'findByFacts'
  | 'findByDevice'
  | 'byAddress'
  | 'bindingsByAccount'
  | 'scansByBrowser'
  | 'scansByPerson'
  | 'confirmations'
  | 'changes'
  | 'studentRecords'
  | 'appChecks'
  | 'classmateRequests'
  | 'classmateCodes'
  | 'reviewSendings'
  | 'reviewUploads'
  | 'emailByDomain'
  | 'emailByRange';

/** A limit that was reached, and the whole minute at which it ends. */
export interface Limited {
  readonly limit: LimitName;
  readonly until: Date;
  /** Hours for which it counts, where a setting says so. */
  readonly hours?: number;
}
