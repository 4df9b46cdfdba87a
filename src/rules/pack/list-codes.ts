/** What lists of other systems write for what the pack names; codes that nobody has published stay out of it. */
export interface ListCodes {
  readonly source?: string;
  /** Batch codes by what a list writes, such as 本科批. */
  readonly batches?: Readonly<Record<string, string>>;
  /** 科类 codes by what a list writes. */
  readonly tracks?: Readonly<Record<string, string>>;
  /** 选科要求 codes, such as 06: subjects of which all are required; none is 不限. */
  readonly requirements?: Readonly<Record<string, readonly string[]>>;
}
