/** A labelled value of a page of facts. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Facts under one heading of a page. */
export interface FactGroup {
  readonly heading: string;
  readonly facts: readonly Fact[];
}
