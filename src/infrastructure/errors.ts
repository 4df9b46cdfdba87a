/**
 * A refusal that names its code; the Chinese sentence belongs to `http/error.presenter.ts`, of filing to
 * `domain/choice-lists/refusal.presenter.ts`, or to the presenter of the page that catches it.
 */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly status: number,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

/** Refusals of filing itself. */
export type FilingErrorCode =
  | 'formTokenInvalid'
  | 'formTokenForeign'
  | 'formTokenReused'
  | 'batchNotOpen'
  | 'barredByConfirmed'
  | 'batchBarred'
  | 'confirmationRefused'
  | 'listConfirmed'
  | 'batchPaused'
  | 'notEligible'
  | 'frozen'
  | 'abandoned'
  | 'abandonmentRefused'
  | 'quotaExhausted'
  | 'quotaCooling'
  | 'formNotOpened'
  | 'formExpired'
  | 'extensionRefused'
  | 'savesStopped';

export type ErrorCode =
  | FilingErrorCode
  | 'notFound'
  | 'signInNeeded'
  | 'csrf'
  | 'cookiesOff'
  | 'otherAddress'
  | 'journeyGone'
  | 'otherHolder'
  | 'numberContested'
  | 'actRepeated'
  | 'notAllowed'
  | 'badRequest'
  | 'tooLarge'
  | 'tooManyFields'
  | 'actTokenForeign'
  | 'tooOften'
  | 'busy'
  | 'overloaded'
  | 'draining'
  | 'databaseBusy'
  | 'databaseAway'
  | 'databaseReadOnly'
  | 'databaseFull'
  | 'outcomeUnknown'
  | 'storeAway'
  | 'providerAway'
  | 'counterCodeGone'
  | 'secondOfficer'
  | 'sameMaker'
  | 'readOnly'
  | 'signInsStopped'
  | 'conflict'
  | 'printTooEarly'
  | 'notInLedger';

/** The record does not exist, or is not the asker's to see; the two are told apart by nobody. */
export function notFound(): AppError {
  return new AppError('notFound', 404);
}
