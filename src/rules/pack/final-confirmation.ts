/** A save is not the last word: its owner confirms the list with a factor, and then cannot change it (最终确认). */
export interface FinalConfirmation {
  /** How often 撤销确认 lets it be changed again; in a group, over all of its batches. */
  readonly retractions: number;
  /** What becomes of a list that nobody has confirmed once its time is over. */
  readonly unconfirmed: 'counts' | 'void';
}
