/** Why the text of a cell cannot be trusted. */
export type CellFault =
  | 'formula'
  | 'errorValue'
  | 'imprecise'
  | 'badDate'
  | 'unknownFormat'
  | 'shownRounded'
  | 'merged';
