import { createDiary, type Diary } from './diary';

/** What a season consists of, in order. */
export type StageCode =
  | 'generate'
  | 'open'
  | 'opening'
  | 'modifying'
  | 'givingUp'
  | 'lengthened'
  | 'afterEnd'
  | 'print'
  | 'receipts'
  | 'export'
  | 'verify';

/** What may go wrong for somebody. */
export type TroubleCode =
  | 'notEntered'
  | 'notOffered'
  | 'noForm'
  | 'notSaved'
  | 'notModified'
  | 'notGivenUp'
  | 'savedAfterEnd'
  | 'broken'
  | 'wrongAnswer'
  | 'noReceipt'
  | 'receiptFault'
  | 'officer'
  | 'ledgerFault'
  | 'drift'
  | 'logged'
  | 'late';

/** What is counted twice: by those who did it, and by what stands. */
export type CheckCode =
  | 'roundsOpen'
  | 'batchesOpen'
  | 'versions'
  | 'inForce'
  | 'givenUp'
  | 'printed'
  | 'stamped'
  | 'verified'
  | 'receiptFiles'
  | 'exported'
  | 'inLedger';

interface StageFigures {
  readonly stage: StageCode;
  /** Of the pack; '' where a stage belongs to no round. */
  readonly round: string;
  /** Business time at its end. */
  readonly at: Date;
  readonly seconds: number;
  /** How many did what the stage is for, and how many were to. */
  readonly done: number;
  readonly of: number;
}

interface Trouble {
  readonly code: TroubleCode;
  readonly count: number;
  /** The first of them. */
  readonly example: string;
}

export interface Check {
  readonly code: CheckCode;
  readonly wanted: number;
  readonly found: number;
}

/** Everything that a rehearsal writes down. */
export interface Journal {
  readonly diary: Diary;
  readonly stages: StageFigures[];
  readonly checks: readonly Check[];
  note(code: TroubleCode, example: string): void;
  check(code: CheckCode, wanted: number, found: number): void;
  listTroubles(): readonly Trouble[];
}

export function createJournal(): Journal {
  const troubles = new Map<TroubleCode, { count: number; example: string }>();
  const checks: Check[] = [];
  return {
    diary: createDiary(),
    stages: [],
    checks,
    note(code, example) {
      const known = troubles.get(code) ?? { count: 0, example };
      known.count += 1;
      troubles.set(code, known);
    },
    check: (code, wanted, found) => {
      checks.push({ code, wanted, found });
    },
    listTroubles: () => [...troubles].map(([code, trouble]) => ({ code, ...trouble })),
  };
}
