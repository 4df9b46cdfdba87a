/** An institution under the code by which its statistics are kept. */
export interface AdmissionInstitution {
  readonly code: string;
  readonly name: string;
}

/** One value of the highest, the average and the lowest who was admitted. */
export interface ScoreSpan {
  readonly highest: number;
  readonly average: number;
  readonly lowest: number;
}

/** The same as far as it was published: often the lowest alone. */
export type PublishedSpan = { readonly [value in keyof ScoreSpan]: number | null };

/** 往年录取统计 of an institution in a year, batch and 科类, both under the names of that year. */
export interface AdmissionStatistics {
  readonly institution: string;
  readonly year: number;
  readonly batch: string;
  readonly track: string;
  /** 计划数. */
  readonly planned: number;
  /** 录取数. */
  readonly admitted: number;
  /** Points; null where nobody was admitted. */
  readonly scores: PublishedSpan | null;
  /** The rank (位次) of each of these scores, the best being 1; null where it is not known. */
  readonly ranks: PublishedSpan | null;
}
