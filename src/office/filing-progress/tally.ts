import { abandonGroupCode, listExcludedBatches } from '../../rules/filing/groups';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { PlaceCount } from './count.repository';

/** Where the candidates of one row stand with a batch. */
export interface Tally {
  /** Registered, of the kinds to which the batch is open. */
  readonly registered: number;
  readonly notSignedIn: number;
  /** Neither draft nor list, and the group not given up. */
  readonly notBegun: number;
  readonly draftOnly: number;
  /** By how many saves were used, from one on. */
  readonly saved: readonly number[];
  readonly savedInAll: number;
  /** Something in force that excludes the batch: another category of its group, or one of its pairs. */
  readonly savedElsewhere: number;
  /** Lists in force that were confirmed finally. */
  readonly confirmed: number;
  /** The whole group given up. */
  readonly abandoned: number;
  /** 志愿表 of the version in force printed by an office. */
  readonly printed: number;
  /** Lists in force that ask for an undertaking which the office has not received. */
  readonly undertakingMissing: number;
  readonly noFactor: number;
}

/** The units in which a batch's candidates are counted, each kind by itself. */
export interface Units {
  readonly batch: Batch;
  readonly abandonGroup: string;
  /** Batches that exclude this one. */
  readonly others: readonly string[];
}

/** Columns by saves used; where they are not limited the last counts everybody beyond. */
export function countSaveColumns({ maxSaves }: Pick<Batch, 'maxSaves'>): number {
  return maxSaves ?? UNLIMITED_COLUMNS;
}

const UNLIMITED_COLUMNS = 6;

const hasPairs = ({ excludes = [] }: Batch) => excludes.length > 0;

/** What a board and a call list call candidates who hold something that excludes the batch; null where nothing does. */
export function nameElsewhere(batch: Batch): string | null {
  if (hasPairs(batch)) return '不能兼报的批次';
  return batch.exclusiveGroup === null ? null : '同组其他类别';
}

export function unitsOf(pack: RulePack, batch: Batch): Units {
  const others = listExcludedBatches(pack, batch).map(({ code }) => code);
  return { batch, abandonGroup: abandonGroupCode(batch), others };
}

export function listUnits({ batch, abandonGroup, others }: Units): readonly string[] {
  return [...new Set([batch.code, abandonGroup, ...others, ...batch.candidateKinds])];
}

/** Adds counts up to one row. A number is never below nothing, whatever is counted meanwhile. */
export function tally({ batch, abandonGroup, others }: Units, counts: readonly PlaceCount[]): Tally {
  const sum = (measure: string, units: readonly string[]) =>
    counts
      .filter((one) => one.measure === measure && units.includes(one.unit))
      .reduce((total, { count }) => total + count, 0);
  const own = [batch.code];
  const registered = sum('registered', batch.candidateKinds);
  const saved = Array.from({ length: countSaveColumns(batch) }, () => 0);
  let savedElsewhere = 0;
  for (const { measure, unit, count } of counts) {
    if (!measure.startsWith('saved')) continue;
    // Whoever was given a save more counts with the last column.
    const column = Math.min(Number(measure.slice('saved'.length)), countSaveColumns(batch)) - 1;
    if (unit === batch.code) saved[column] = (saved[column] ?? 0) + count;
    else if (!hasPairs(batch) && others.includes(unit)) savedElsewhere += count;
  }
  // Two batches that a third excludes may be held together: who holds any is counted once, as migration 0107 does.
  if (hasPairs(batch)) savedElsewhere = sum('elsewhere', own);
  const savedInAll = saved.reduce((total, count) => total + count, 0);
  const abandoned = sum('abandoned', [abandonGroup]);
  const draftOnly = sum('draft', own);
  return {
    registered,
    notSignedIn: Math.max(0, registered - sum('signedIn', batch.candidateKinds)),
    notBegun: Math.max(0, registered - savedInAll - savedElsewhere - abandoned - draftOnly),
    draftOnly,
    saved,
    savedInAll,
    savedElsewhere,
    confirmed: sum('confirmed', own),
    abandoned,
    printed: sum('printed', own),
    undertakingMissing: Math.max(0, sum('asked', own) - sum('received', own)),
    noFactor: Math.max(0, registered - sum('factor', batch.candidateKinds)),
  };
}
