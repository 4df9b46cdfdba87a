import type { RulePack } from '../../../rules/pack/rule-pack';
import type { Remainder } from '../kind';
import type { RowReader } from '../row-reader';
import type { ReadValue } from '../values/value-fault';

/** What is asked of a row of remaining places otherwise than of a row of the plan. */
interface RemainderReader {
  /** The batch of the row: the list need not name it, and names no other. */
  readBatch(row: RowReader, read: ReadValue<string>): string | null;
  /** The plan type that the row was read to have; null where it is left to the plan. */
  pickType(row: RowReader, found: string): string | null;
  /** The name of the 专业; '' where it is left to the plan. */
  readName(row: RowReader, read: ReadValue<string>): string | null;
  /** A 科类 without a line is one that nobody meant to ask. */
  checkTracks(row: RowReader, tracks: readonly string[] | null): void;
}

/** Rows of a whole plan say everything themselves. */
const WHOLE_PLAN: RemainderReader = {
  readBatch: (row, read) => row.need('batch', read),
  pickType: (_row, found) => found,
  readName: (row, read) => row.need('majorName', read),
  checkTracks: () => undefined,
};

export function createRemainderReader(
  { tracks: known }: RulePack,
  remainder: Remainder | undefined,
): RemainderReader {
  if (remainder === undefined) return WHOLE_PLAN;
  const { base, batch, named, tracks: asked } = remainder;
  const names = known.filter(({ code }) => asked.includes(code)).map(({ name }) => name);
  return {
    readBatch(row, read) {
      const found = row.take('batch', read);
      if (found !== null && !named.includes(found)) row.refuse('batch', 'otherBatch', base.name);
      return batch.code;
    },
    pickType: (row, found) => (row.has('planType') || row.has('enrolment') ? found : null),
    readName: (row, read) => row.take('majorName', read) ?? '',
    checkTracks(row, tracks) {
      if (tracks?.some((track) => !asked.includes(track)) === true)
        row.refuse('tracks', 'noLine', names.join('、'));
    },
  };
}
