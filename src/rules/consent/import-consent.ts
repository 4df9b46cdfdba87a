/** What an import does to records that stand already. */
export interface ImportStake {
  /** Records of the list that the file concerns, as they stand. */
  readonly existing: number;
  /** Records that go. */
  readonly removed: number;
  /** Records that lose a value, or get another. */
  readonly changed: number;
  /** Of the changed ones, those in which something is lost: a blank in place of a value. */
  readonly cleared: number;
  /** Records among the removed and changed that stand in filed lists. */
  readonly held: number;
  /** Candidates with such a list. */
  readonly people: number;
  /** Whether a batch that it concerns is open for filing. */
  readonly open: boolean;
  /** Of remaining places that make a 征集: how many rows it gets. */
  readonly remaining?: number;
}

/** So many records lost are many, however long the list is. */
const MANY_LOST = 50;
/** One in so many lost is many, however short the list is. */
const SHARE_LOST = 10;

/**
 * Whether so many records go, or lose a value, that a file cut short is likelier than a wish: 50, or a tenth of what
 * stands. Worked cases: 2,791 of 2,791; 49 of 1,000 are not, 50 of 1,000 are; 1 of 9 is, 1 of 11 is not; 0 of 0 is not.
 */
export function losesMuch({ existing, removed, cleared }: ImportStake): boolean {
  const lost = removed + cleared;
  return lost > 0 && (lost >= MANY_LOST || lost * SHARE_LOST >= existing);
}

/** What an import asks for before it is written: nothing, a reason and the number of records, or a second officer too. */
export type AskedConsent = 'none' | 'number' | 'secondOfficer';

/**
 * Nothing is destroyed unseen: an import that loses much, or touches what stands in filed lists, is written only with
 * a reason and the number of records typed; while the batch may be filed, only by two officers. What makes a 征集 opens
 * a batch to thousands: always by two.
 */
export function askConsent(stake: ImportStake): AskedConsent {
  if (stake.remaining !== undefined) return 'secondOfficer';
  if (!losesMuch(stake) && stake.held === 0) return 'none';
  return stake.open ? 'secondOfficer' : 'number';
}

/** The number to be typed: every record that goes or changes, or that a 征集 gets. */
export function numberToType({
  removed,
  changed,
  remaining,
}: Pick<ImportStake, 'removed' | 'changed' | 'remaining'>): number {
  return remaining ?? removed + changed;
}
