/** Why a file cannot be taken at all, whatever its rows say; `refusal.presenter.ts` has the sentences. */
export type RefusalCode =
  | 'empty'
  | 'notText'
  | 'oldSpreadsheet'
  | 'oldDocument'
  | 'password'
  | 'webPage'
  | 'xmlSpreadsheet'
  | 'openDocument'
  | 'binarySpreadsheet'
  | 'macros'
  | 'textDocument'
  | 'pdf'
  | 'packed'
  | 'picture'
  | 'notSpreadsheet'
  | 'damaged'
  | 'tooLarge'
  | 'tooSlow'
  | 'tooManyColumns'
  | 'tooManyRows'
  | 'tooManyMerges'
  | 'longLine'
  | 'longCell'
  | 'noSuchSheet'
  | 'severalSheets'
  | 'hiddenRow'
  | 'hiddenColumn'
  | 'openQuote'
  | 'strayQuote'
  | 'wrongHeadings'
  | 'noSuchRow'
  | 'wrongMapping'
  | 'fixedTwice'
  | 'fixedAgain'
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
