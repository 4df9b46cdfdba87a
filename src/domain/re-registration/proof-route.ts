/** The ways of 【解决办法】. */
export type ProofRoute = 'app' | 'review' | 'classmates' | 'studentRecord';
