/** What is wrong with a row; `fault.presenter.ts` has the sentences. */
export type FaultCode =
  | 'missing'
  | 'malformed'
  | 'notOneOf'
  | 'lostZeros'
  | 'formula'
  | 'errorValue'
  | 'imprecise'
  | 'tooManyCells'
  | 'repeated'
  | 'taken'
  | 'checkDigit'
  | 'contradicts'
  | 'unknownCandidate'
  | 'otherName'
  | 'unknownInstitution'
  | 'otherInstitutionName'
  | 'notInBatch'
  | 'notWanted'
  | 'notDescending';

/** One fault of one cell. Rows count from 1 as a spreadsheet shows them, the headings being a row too. */
export interface Fault {
  readonly row: number;
  /** Heading as the file has it; '' where the fault is the whole row's. */
  readonly column: string;
  readonly code: FaultCode;
  /** What the cell says; '' for what is encrypted at rest. */
  readonly found: string;
  /** What it should be, or what it disagrees with, in words; '' where the code says it all. */
  readonly expected: string;
}

/** The most faults that are listed; all are counted. */
export const MAX_LISTED_FAULTS = 1000;

/** Collects faults: counts all, keeps those that come first. */
export interface FaultList {
  readonly total: number;
  readonly listed: readonly Fault[];
  add(fault: Fault): void;
  /** Adds faults that are counted whole and listed in part. */
  addCounted(listed: readonly Fault[], total: number): void;
}

export function createFaultList(): FaultList {
  const listed: Fault[] = [];
  let total = 0;
  return {
    get total() {
      return total;
    },
    get listed() {
      return listed.toSorted((one, other) => one.row - other.row);
    },
    add(fault) {
      total += 1;
      if (listed.length < MAX_LISTED_FAULTS) listed.push(fault);
    },
    addCounted(some, count) {
      total += count;
      listed.push(...some.slice(0, MAX_LISTED_FAULTS - listed.length));
    },
  };
}
