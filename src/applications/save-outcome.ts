import type { Overtaken } from './paper-filing';
import type { SaveResult } from './save-request';

/** What the evidence of attempts keeps of a result; never what was chosen. */
export function describeOutcome(result: SaveResult | Overtaken): {
  outcome: string;
  detail: Record<string, unknown>;
} {
  switch (result.outcome) {
    case 'saved':
    case 'replayed':
      return { outcome: result.outcome, detail: { version: result.versionId } };
    case 'refused':
      return { outcome: 'refused', detail: { state: result.standing.state } };
    case 'violations':
      return {
        outcome: 'violations',
        detail: { codes: result.violations.map(({ code, at }) => ({ code, at })) },
      };
    default:
      return { outcome: result.outcome, detail: {} };
  }
}
