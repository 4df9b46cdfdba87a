import { FileRefused } from '../../infrastructure/spreadsheets/reading/file-refusal';

/** Why a table cannot be taken as a list, whatever its rows say; `refusal.presenter.ts` has the sentences. */
export type RefusalCode =
  | 'severalSheets'
  | 'wrongHeadings'
  | 'noSuchRow'
  | 'wrongMapping'
  | 'fixedTwice'
  | 'fixedAgain'
  | 'supplement'
  | 'otherYear'
  | 'busy';

/** A list that is refused whole, its file being a table that can be read. */
export class ImportRefused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly values: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}

/** A file that is no table, or a table that is no such list. */
export type ListRefusal = FileRefused | ImportRefused;

/** Whether a file was refused whole, for what it is or for what stands in it. */
export function isListRefusal(error: unknown): error is ListRefusal {
  return error instanceof FileRefused || error instanceof ImportRefused;
}

/** Somebody stopped the import; nothing was written. */
export class ImportStopped extends Error {}
