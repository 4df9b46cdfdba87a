import type { FaultCode } from '../fault';

/** Why a text is not the value that a column holds. */
export class ValueFault {
  constructor(
    readonly code: FaultCode,
    /** What it should be, in words. */
    readonly expected = '',
  ) {}
}

/** Reads a tidy text that is not blank. */
export interface ReadValue<T> {
  (text: string): T | ValueFault;
  /** Values of cells that were read before, as they stood in the file. */
  readonly seen?: Map<string, T>;
}

/** What a column holds again and again is looked up from here on: of very many texts the first. */
export const MAX_SEEN = 20_000;

/** For a column of few different texts, such as 科类 or 学校名称: each is read once. The reading must be a pure one. */
export function repeating<T>(read: ReadValue<T>): ReadValue<T> {
  return Object.assign((text: string) => read(text), { seen: new Map<string, T>() });
}
