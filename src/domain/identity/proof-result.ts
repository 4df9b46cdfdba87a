import type { Rung } from '../../rules/identity/ladder';

export type ProofResult =
  | { readonly outcome: 'proved'; readonly rung: Rung; readonly destinationIndex: Buffer | null }
  | { readonly outcome: 'wrong'; readonly triesLeft: number | null }
  /** No code under way serves any more: expired, used, or tried too often. */
  | { readonly outcome: 'noCode' }
  | { readonly outcome: 'throttled'; readonly until: Date }
  | { readonly outcome: 'notOffered' };
