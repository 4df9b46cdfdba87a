/** The ways of 【解决办法】. */
export type ProofRoute = 'app' | 'review' | 'classmates' | 'studentRecord';

/** Papers and classmates can be somebody else's; a face, and two reviewers who look at one, take effect at once. */
const DELAYED: readonly ProofRoute[] = ['classmates', 'studentRecord'];

/**
 * Whether a proof takes effect only after a while (`delayHours`; 0: never) against an account that has the number and is
 * in use: its owner is told at once, and may object meanwhile. A diploma is a copy that others keep.
 */
export function isDelayed(route: ProofRoute, delayHours: number): boolean {
  return delayHours > 0 && DELAYED.includes(route);
}
