/** One table of the evidence: what it lists, or why it lists nothing. */
export interface EvidencePart {
  readonly heading: string;
  /** '' where there is nothing to say. */
  readonly note: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** All that is kept of one candidate's filing, ready to be shown, printed or set as PDF. */
export interface EvidenceDocument {
  readonly title: string;
  readonly environment: 'demo' | 'drill' | 'live';
  readonly office: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly parts: readonly EvidencePart[];
  readonly printed: string;
  readonly printedAt: Date;
}
