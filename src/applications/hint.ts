/** What stands beside a field: the name of its code, a red or an amber sentence, or nothing. */
export interface Hint {
  readonly kind: 'none' | 'name' | 'error' | 'warn';
  readonly text: string;
  readonly city: string;
  /** Amber sentences beneath a name. */
  readonly warnings: readonly string[];
}

export const NO_HINT: Hint = { kind: 'none', text: '', city: '', warnings: [] };
