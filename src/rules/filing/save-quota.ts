const MILLISECONDS_PER_MINUTE = 60_000;

/** Whether a group may be saved now. `savesLeft` counts the saves still to be had, this one included; null: no limit. */
export type SaveQuota =
  | { readonly state: 'allowed'; readonly savesLeft: number | null }
  | { readonly state: 'cooldown'; readonly savesLeft: number | null; readonly until: Date }
  | { readonly state: 'exhausted'; readonly savesLeft: 0 };

interface SaveQuotaInput {
  readonly savesUsed: number;
  /** Null while nothing has been saved in the group. */
  readonly lastSavedAt: Date | null;
  /** Null: as many as one likes. */
  readonly maxSaves: number | null;
  readonly cooldownMinutes: number;
  readonly now: Date;
  /** Saves given beyond `maxSaves`, such as after a change of the plan; none where it is left out. */
  readonly grantedSaves?: number;
  /** When the last of them was given. */
  readonly lastGrantedAt?: Date | null;
}

/** Saves still to be had, never below none; null where they are not limited. */
export function countSavesLeft({
  maxSaves,
  grantedSaves = 0,
  savesUsed,
}: Pick<SaveQuotaInput, 'maxSaves' | 'grantedSaves' | 'savesUsed'>): number | null {
  return maxSaves === null ? null : Math.max(0, maxSaves + grantedSaves - savesUsed);
}

/**
 * One hour between saves, three saves in all (M7), counted over the whole group (M8).
 *
 * Worked cases, last saved 10:00:00.000: at 10:59:59.999 it cools until 11:00:00.000, at 11:00:00.000 it is
 * allowed; with three of three used it is exhausted at any time.
 *
 * A save that was given comes on top and does not wait: with three of three used and one given at 10:30 it is
 * allowed from 10:30 on, and is the fourth (第4次); once it is used, the count is exhausted again. With one of three
 * used at 10:00 and one given at 10:30, the second is allowed at 10:30 and the third cools for an hour after it. What
 * was given before the last save waives nothing.
 */
export function checkSaveQuota(input: SaveQuotaInput): SaveQuota {
  const savesLeft = countSavesLeft(input);
  if (savesLeft !== null && savesLeft <= 0) return { state: 'exhausted', savesLeft: 0 };
  const { lastSavedAt, lastGrantedAt = null } = input;
  if (lastSavedAt === null) return { state: 'allowed', savesLeft };
  if (lastGrantedAt !== null && lastGrantedAt.getTime() > lastSavedAt.getTime())
    return { state: 'allowed', savesLeft };
  const until = new Date(lastSavedAt.getTime() + input.cooldownMinutes * MILLISECONDS_PER_MINUTE);
  if (input.now.getTime() < until.getTime()) return { state: 'cooldown', savesLeft, until };
  return { state: 'allowed', savesLeft };
}
