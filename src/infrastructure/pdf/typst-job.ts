/** What a worker is started with. */
export interface TypstWorkerData {
  /** Folder outside of which a template reads nothing. */
  readonly workspace: string;
  /** Font files, embedded as subsets. */
  readonly fonts: readonly string[];
  /** The same with those for rare characters: they are read once a document has one. */
  readonly allFonts: readonly string[];
}

export interface TypstJob {
  /** Absolute path inside the workspace. */
  readonly template: string;
  /** Data reach a template only as `sys.inputs`, never as source. */
  readonly inputs: Record<string, string>;
  /** Documents for which what was computed is kept: forms one by one share much, a bundle only fills memory. */
  readonly kept: number;
  /** Whether it has a character that `fonts` lacks. */
  readonly rare: boolean;
  /** Seconds since 1970. */
  readonly createdAt: number;
}
