/**
 * A line of a province's year that conditions of a file name by its code (`{"line": "first", …}`): a setting, filled in
 * once it is published. The total score by 科类; without one nothing is asked.
 */
export interface ScoreLine {
  readonly source?: string;
  readonly code: string;
  readonly name: string;
  readonly scores: Readonly<Record<string, number>>;
}
