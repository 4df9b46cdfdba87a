/** An institution under the code by which its statistics are kept. */
export interface AdmissionInstitution {
  readonly code: string;
  readonly name: string;
}

/** One value of the highest, the average and the lowest who was admitted, as far as it was published: often the lowest alone. */
export interface PublishedSpan {
  readonly highest: number | null;
  readonly average: number | null;
  readonly lowest: number | null;
}

/** Of what figures are: '' where they are of the whole institution, or of the whole 专业组. Codes are those of that year. */
interface StatisticsPart {
  readonly group: string;
  readonly major: string;
  readonly majorName: string;
  /** 选科要求 as it was; '' where it is not known. */
  readonly requirement: string;
}

/** 往年录取统计 of a year, batch and 科类, both under the names of that year. */
export interface AdmissionStatistics extends StatisticsPart {
  readonly institution: string;
  readonly year: number;
  readonly batch: string;
  readonly track: string;
  /** 计划数; null where it was not published. */
  readonly planned: number | null;
  /** 录取数; null where it was not published. */
  readonly admitted: number | null;
  /** Points; null where nobody was admitted. */
  readonly scores: PublishedSpan | null;
  /** The rank (位次) of each of these scores, the best being 1; null where it is not known. */
  readonly ranks: PublishedSpan | null;
}

/** Figures of an institution as a whole. */
export const WHOLE_INSTITUTION: StatisticsPart = { group: '', major: '', majorName: '', requirement: '' };
