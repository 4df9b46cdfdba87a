/** 档案状态 during admission (S18), in the order in which a file goes through them. */
export const FILE_STATES = [
  '自由可投',
  '已经投档',
  '院校在阅',
  '预退档',
  '预录取',
  '录取待审',
  '录取',
] as const;

export type FileState = (typeof FILE_STATES)[number];

/** The state of a file that nobody has taken. */
export const FREE: FileState = '自由可投';

/** Where a candidate's file stands in one heading of the rule pack. */
export interface FileStateRecord {
  /** Code of the heading. */
  readonly heading: string;
  readonly state: FileState;
  /** Where the file is, or has been admitted; null where it is free. */
  readonly institution: { readonly code: string; readonly name: string } | null;
  readonly changedAt: Date;
}
