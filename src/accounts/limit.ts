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
  | 'signInByBrowser'
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
  | 'reviewSendings'
  | 'reviewUploads'
  | 'emailByDomain'
  | 'emailByRange';

/** Hours for which 绑定 and 扫码登录 are counted, and after which they may go on (question 7 of the manual's FAQ). */
export const SCAN_HOURS = 2;

/** A limit that was reached, and the whole minute at which it ends. */
export interface Limited {
  readonly limit: LimitName;
  readonly until: Date;
}
