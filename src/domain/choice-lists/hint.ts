import type { RuleAnchor } from './rule-anchor';

/** What stands beside a field: the name of its code, a red or an amber sentence, or nothing. */
export interface Hint {
  readonly kind: 'none' | 'name' | 'error' | 'warn';
  readonly text: string;
  readonly city: string;
  /** What decides beside the name: 类别, fee, 备注. */
  readonly detail: string;
  /** Whether the row asks something of the person, so that the verdict is fetched at once. */
  readonly asks: boolean;
  /** The paragraph of the rules that a red sentence comes from; '' beside anything else. */
  readonly rule: RuleAnchor | '';
  /** Amber sentences beneath a name. */
  readonly warnings: readonly string[];
}

export const NO_HINT: Hint = {
  kind: 'none',
  text: '',
  city: '',
  detail: '',
  asks: false,
  rule: '',
  warnings: [],
};
