import { randomFillSync } from 'node:crypto';

const drawn = Buffer.alloc(16_384);
let used = drawn.length;

/** Random bytes, each given once: drawn many at a time, which costs a tenth of a call for each. At most 16 KiB. */
export function drawBytes(length: number): Buffer {
  if (used + length > drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += length;
  const bytes = Buffer.from(drawn.subarray(used - length, used));
  // What was given is nobody else's to find.
  drawn.fill(0, used - length, used);
  return bytes;
}

/** So many random bytes as a text for addresses and fields. */
export const drawText = (length: number): string => drawBytes(length).toString('base64url');
