/** Why a file cannot be taken at all, whatever its rows say; `refusal.presenter.ts` has the sentences. */
export type RefusalCode =
  | 'empty'
  | 'notText'
  | 'oldSpreadsheet'
  | 'notSpreadsheet'
  | 'damaged'
  | 'tooLarge'
  | 'noSuchSheet'
  | 'mergedCells'
  | 'openQuote'
  | 'strayQuote'
  | 'wrongHeadings'
  | 'wrongMapping'
  | 'busy';

/** A file that is refused whole. */
export class ImportRefused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

/** Somebody stopped the import; nothing was written. */
export class ImportStopped extends Error {}
