/** Why a file cannot be read as a table at all; `file-refusal.presenter.ts` has the sentences. */
export type FileRefusalCode =
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
  | 'hiddenRow'
  | 'hiddenColumn'
  | 'openQuote'
  | 'strayQuote';

/** A file that is no table which can be read. */
export class FileRefused extends Error {
  constructor(
    readonly code: FileRefusalCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}
