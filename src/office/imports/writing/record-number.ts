/** The number under which a record is staged: that of its row, or where several stand in a row one for each. */
export function numberRecord(row: number, block: number, blocks: number): number {
  return row * blocks + block;
}

/** The row of a staged record. */
export function rowOfRecord(record: number, blocks: number): number {
  return Math.floor(record / blocks);
}
