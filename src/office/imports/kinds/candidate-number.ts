import type { RulePack } from '../../../rules/pack/rule-pack';
import type { RowReader } from '../row-reader';

interface NumberFacts {
  /** 14 digits. */
  readonly number: string;
  readonly track: string | null;
  /** Six digits. */
  readonly county: string | null;
  readonly school: string | null;
}

const COLUMN = 'candidateNumber';

/**
 * Whether a 考生号 agrees with its row (domain §3): year 2 + province 2 + county 4 + kind 1 + 科类 1 + sequence 4. Where
 * its digits make no claim (a 科类 that is no digit, a school code of another make) nothing is compared. Pages never
 * read these digits; here they tell of lines that have slipped.
 *
 * Worked cases: 21410101151001 of 科类 5, county 410122, school 01010101 agrees; of 科类 1 it does not, nor in county
 * 320102, nor at school 01020101, nor in a pack of 2022.
 */
export function checkNumber(
  row: RowReader,
  facts: NumberFacts,
  pack: Pick<RulePack, 'year' | 'tracks'>,
): void {
  const { number, track, county, school } = facts;
  const year = String(pack.year % 100).padStart(2, '0');
  if (number.slice(0, 2) !== year) row.refuse(COLUMN, 'contradicts', `年度${pack.year}`);
  if (county !== null && number.slice(2, 4) !== county.slice(0, 2))
    row.refuse(COLUMN, 'contradicts', '县区代码');
  if (school !== null && /^\d{8}$/.test(school) && number.slice(4, 8) !== school.slice(0, 4))
    row.refuse(COLUMN, 'contradicts', '学校代码');
  const claimed = number.slice(9, 10);
  if (
    track !== null &&
    claimed !== track &&
    /^\d$/.test(track) &&
    pack.tracks.some(({ code }) => code === claimed)
  )
    row.refuse(COLUMN, 'contradicts', '科类');
}
