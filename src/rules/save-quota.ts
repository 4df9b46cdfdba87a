const MILLISECONDS_PER_MINUTE = 60_000;

/** Whether a group may be saved now. `savesLeft` counts the saves still to be had, this one included. */
export type SaveQuota =
  | { readonly state: 'allowed'; readonly savesLeft: number }
  | { readonly state: 'cooldown'; readonly savesLeft: number; readonly until: Date }
  | { readonly state: 'exhausted'; readonly savesLeft: 0 };

export interface SaveQuotaInput {
  readonly savesUsed: number;
  /** Null while nothing has been saved in the group. */
  readonly lastSavedAt: Date | null;
  readonly maxSaves: number;
  readonly cooldownMinutes: number;
  readonly now: Date;
}

/**
 * One hour between saves, three saves in all (M7), counted over the whole group (M8).
 *
 * Worked cases, last saved 10:00:00.000: at 10:59:59.999 it cools until 11:00:00.000, at 11:00:00.000 it is
 * allowed; with three of three used it is exhausted at any time.
 */
export function checkSaveQuota(input: SaveQuotaInput): SaveQuota {
  const savesLeft = input.maxSaves - input.savesUsed;
  if (savesLeft <= 0) return { state: 'exhausted', savesLeft: 0 };
  if (input.lastSavedAt === null) return { state: 'allowed', savesLeft };
  const until = new Date(input.lastSavedAt.getTime() + input.cooldownMinutes * MILLISECONDS_PER_MINUTE);
  if (input.now.getTime() < until.getTime()) return { state: 'cooldown', savesLeft, until };
  return { state: 'allowed', savesLeft };
}
