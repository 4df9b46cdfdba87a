import { type KeyRing, perTurn } from '../../infrastructure/security/key-ring';
import { type LedgerKey, openLedgerKey } from './checkpoint';

/** The keys of a ring as pairs, the current one first. */
export function openLedgerRing(ring: KeyRing): () => readonly LedgerKey[] {
  return perTurn(ring, (keys) => keys.map(({ bytes }) => openLedgerKey(bytes)));
}
