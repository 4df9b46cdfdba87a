import type { Line } from '../../rules/waiting-room/line';

/** Where all processes of all machines keep the one line, and how often each place has served. */
export interface PlaceStore {
  /**
   * Changes the line with nobody beside. `change` gets what is kept, or null where nothing is, and the store's clock in
   * milliseconds; it may be asked more than once. @returns what is kept from now on
   */
  update(change: (line: Line | null, clock: number) => Line): Promise<Line>;
  /** Counts one use of a place. @returns how many there were, this one included */
  countUse(placeId: string): Promise<number>;
  /** Lets a place serve no more. */
  useUp(placeId: string): Promise<void>;
  close(): Promise<void>;
}

/** More than any place may be used. */
export const USED_UP = 1_000_000;
