/** A labelled value of the head of the form. */
export interface PrintedFact {
  readonly label: string;
  readonly value: string;
}

export interface PrintedMajor {
  /** 专业1, 专业2 and so on; '' where a slot has only one. */
  readonly label: string;
  /** [04]德语 or 未填报, with the 岗位 behind it where there is one. */
  readonly text: string;
  /** 类别, fee and 备注 as today's plan has them; '' where it says nothing of the saved name. */
  readonly detail: string;
  readonly empty: boolean;
}

export interface PrintedSlot {
  readonly label: string;
  readonly empty: boolean;
  /** [0001]北京体育大学 or 未填报. */
  readonly institution: string;
  /** City, and what the plan says of a choice without 专业; '' as above. */
  readonly detail: string;
  /** 专业组 01; '' where the layout has no groups. */
  readonly group: string;
  /** One line each; a slot that is empty as a whole has a single 未填报. No line where the layout has no 专业. */
  readonly majors: readonly PrintedMajor[];
  /** 同意, 不同意 or 未填报; '' where the section has no 专业调剂. */
  readonly adjustment: string;
}

export interface PrintedSection {
  readonly label: string;
  readonly note: string;
  readonly hasMajors: boolean;
  readonly hasAdjustment: boolean;
  readonly slots: readonly PrintedSlot[];
}

/**
 * A saved version's 志愿表, ready to print: every sentence and number as it stands on paper. The print view and
 * the PDF are two layouts of this one value. Page numbers are the layouts' own.
 */
export interface PrintedForm {
  readonly platform: string;
  readonly office: string;
  readonly environment: 'demo' | 'drill' | 'live';
  readonly title: string;
  readonly batch: string;
  /** What must be read before the form is relied upon: a drill, a version no longer in force. */
  readonly warnings: readonly string[];
  /** Name and 考生号, repeated on every page. */
  readonly owner: string;
  /** Rows of the head: three facts each, or a single one over the whole width. */
  readonly facts: readonly (readonly PrintedFact[])[];
  readonly sections: readonly PrintedSection[];
  /** 承诺书 that were agreed to with the save, as they read then. */
  readonly agreements: readonly { readonly title: string; readonly paragraphs: readonly string[] }[];
  /** Where the small print beside the names comes from; '' where there is none. */
  readonly planNote: string;
  readonly undertaking: string;
  /** Why the signature may stay empty; '' where it may not. */
  readonly signatureNote: string;
  readonly printed: string;
  /** The same instant, for the properties of the document. */
  readonly printedAt: Date;
}
