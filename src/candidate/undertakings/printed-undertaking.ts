/**
 * A 承诺书 for one institution, ready to print (figure 19): every sentence and number as it stands on paper. The print
 * view and the PDF are two layouts of this one value.
 */
export interface PrintedUndertaking {
  readonly platform: string;
  readonly office: string;
  readonly title: string;
  /** What must be read before the paper is relied upon: a drill. */
  readonly warnings: readonly string[];
  readonly candidate: {
    readonly name: string;
    readonly sex: string;
    readonly candidateNumber: string;
    /** In clear: for paper alone. */
    readonly identityNumber: string;
    /** What a screen shows in its place. */
    readonly maskedIdentityNumber: string;
    readonly registrationNumber: string;
  };
  /** [1420]西南大学. */
  readonly institution: string;
  /** [51]水利水电工程(定向西藏就业), one a line. */
  readonly majors: readonly string[];
  readonly paragraphs: readonly string[];
  /** Why the signature may stay empty; '' where it may not. */
  readonly signatureNote: string;
  /** Of which saved version the paper is: batch, save, 校验值. */
  readonly source: readonly string[];
  readonly printed: string;
  /** The same instant, for the properties of the document. */
  readonly printedAt: Date;
}
