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
export type ReadValue<T> = (text: string) => T | ValueFault;
