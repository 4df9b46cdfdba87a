import type { CellFault } from '../../infrastructure/spreadsheets/reading/cell-fault';

/** What is wrong with a row; `fault.presenter.ts` has the sentences. */
export type FaultCode =
  | CellFault
  | 'missing'
  | 'malformed'
  | 'notOneOf'
  | 'lostZeros'
  | 'scientific'
  | 'dateInstead'
  | 'unsplit'
  | 'totalRow'
  | 'unheaded'
  | 'tooManyCells'
  | 'repeated'
  | 'taken'
  | 'otherAccount'
  | 'checkDigit'
  | 'contradicts'
  | 'untold'
  | 'rareCharacter'
  | 'undrawnCharacter'
  | 'unknownCandidate'
  | 'otherName'
  | 'unknownCity'
  | 'unknownInstitution'
  | 'otherInstitutionName'
  | 'notInBatch'
  | 'notWanted'
  | 'otherSpelling'
  | 'notDescending'
  | 'allOrAny'
  | 'otherFirstSubject'
  | 'unknownRequirementCode'
  | 'unknownListCode'
  | 'otherProvince'
  | 'otherInGroup'
  | 'otherInInstitution'
  | 'groupSum'
  | 'requirementUnsaid'
  | 'notCumulative'
  | 'otherSum'
  | 'overlaps'
  | 'otherBatch'
  | 'noLine'
  | 'notInBase'
  | 'moreThanPlanned';

/** One fault of one cell. Rows count from 1 as a spreadsheet shows them, the headings being a row too. */
interface Fault {
  readonly row: number;
  /** Heading as the file has it; '' where the fault is the whole row's, or the column has none. */
  readonly column: string;
  /** Letter of the column as a spreadsheet shows it; '' where the fault is the whole row's. */
  readonly letter: string;
  readonly code: FaultCode;
  /** What the cell says; '' for what is encrypted at rest. */
  readonly found: string;
  /** What it should be, or what it disagrees with, in words; '' where the code says it all. */
  readonly expected: string;
}

/** The same fault of one row or of very many. */
export interface ListedFault extends Fault {
  readonly count: number;
  /** The first rows that have it, as ranges from and to. */
  readonly rows: readonly (readonly [from: number, to: number])[];
}

/** The most faults that are listed, equal ones as one; all are counted. */
export const MAX_LISTED_FAULTS = 1000;
/** The most ranges of rows that are named of one fault. */
const MAX_RANGES = 20;

/** Collects faults: counts all, keeps those that come first, equal ones as one. */
export interface FaultList {
  /** How many faults there are. */
  readonly total: number;
  /** How many different ones there are; of very many different ones those that are listed. */
  readonly kinds: number;
  readonly listed: readonly ListedFault[];
  add(fault: Fault): void;
  /** Adds a fault that many rows have, of which these are the first. */
  addMany(fault: Omit<Fault, 'row'>, rows: readonly number[], count: number): void;
  /** Counts faults beyond those that are listed. */
  addUnlisted(count: number): void;
}

interface Group extends Fault {
  count: number;
  readonly rows: [number, number][];
}

export function createFaultList(): FaultList {
  const groups = new Map<string, Group>();
  let total = 0;

  function keep(fault: Omit<Fault, 'row'>, row: number): Group | undefined {
    const key = [fault.letter, fault.column, fault.code, fault.found, fault.expected].join('\u0000');
    const known = groups.get(key);
    if (known !== undefined || groups.size >= MAX_LISTED_FAULTS) return known;
    const group = { ...fault, row, count: 0, rows: [] };
    groups.set(key, group);
    return group;
  }

  return {
    get total() {
      return total;
    },
    get kinds() {
      return groups.size;
    },
    get listed() {
      return [...groups.values()].toSorted((one, other) => one.row - other.row);
    },
    add(fault) {
      total += 1;
      const group = keep(fault, fault.row);
      if (group === undefined) return;
      group.count += 1;
      addRow(group.rows, fault.row);
    },
    addMany(fault, rows, count) {
      total += count;
      const group = keep(fault, rows[0] ?? 0);
      if (group === undefined) return;
      group.count += count;
      for (const row of rows) addRow(group.rows, row);
    },
    addUnlisted(count) {
      total += count;
    },
  };
}

function addRow(ranges: [number, number][], row: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last[1] === row - 1) last[1] = row;
  else if (last?.[1] !== row && ranges.length < MAX_RANGES) ranges.push([row, row]);
}
