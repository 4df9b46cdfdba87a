/** An officer's account, and in whose hands it was. */
export interface HeldAccount {
  readonly id: number;
  /** The officer who was shown its first secret; null: the operator, or nobody knows. */
  readonly madeBy: number | null;
  /** Until when whoever made it counts as its holder; null where nobody does. */
  readonly apartUntil: Date | null;
}

/**
 * Why two accounts are not two persons, of whom one asks and the other approves; null: they are. Whoever makes an
 * account, or gives it anew, has seen the secret by which it is opened: for some days the account is taken for theirs.
 *
 * Worked cases, 1 and 2 being accounts and 9 who made both a moment ago: 1 and 1 sameOfficer; 1 and 2 sameMaker; 1 and
 * 9 sameMaker; 1 and 3, which the operator made, null; 1 and 2 after those days null.
 */
export function findTwoFault(
  one: HeldAccount,
  other: HeldAccount,
  now: number,
): 'sameOfficer' | 'sameMaker' | null {
  if (one.id === other.id) return 'sameOfficer';
  const holders = ({ id, madeBy, apartUntil }: HeldAccount) =>
    madeBy !== null && apartUntil !== null && apartUntil.getTime() > now ? [id, madeBy] : [id];
  const theirs = new Set(holders(other));
  return holders(one).some((holder) => theirs.has(holder)) ? 'sameMaker' : null;
}
