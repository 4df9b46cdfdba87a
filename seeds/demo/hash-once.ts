import bcrypt from 'bcrypt';

const COST = 10;
const kept = new Map<string, Promise<string>>();

/** bcrypt's hash of a published password or phrase, made once a run: whoever has the same one in the demo has the same hash. */
export function hashOnce(text: string): Promise<string> {
  const hash = kept.get(text) ?? bcrypt.hash(text, COST);
  kept.set(text, hash);
  return hash;
}
