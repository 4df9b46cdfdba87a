/** How caps were said before `caps`. */
export interface SchoolCap {
  /** Boolean fact that puts the cap in force, for example `defaulter`. */
  readonly fact: string;
  readonly schoolsPerParallelSection: number;
  readonly message: string;
}

/** How much a candidate may name in some sections: schools, or slots. */
export interface Cap {
  readonly source?: string;
  /** Boolean fact that puts the cap in force, for example `defaulter`; null: everybody is under it. */
  readonly fact: string | null;
  /** Batches by code; all where it is left out. */
  readonly batches?: readonly string[];
  /** Sections by code; where it is left out, all of them. */
  readonly sections?: readonly string[];
  /** In each section: different 院校, or filled slots. */
  readonly counts: 'schools' | 'slots';
  readonly max: number;
  /** The whole Chinese sentence, without final punctuation. */
  readonly message: string;
}
