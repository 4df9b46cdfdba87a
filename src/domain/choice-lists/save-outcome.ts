import type { Knex } from 'knex';
import { findTrouble } from '../../infrastructure/database/trouble';
import { saves } from '../../infrastructure/meters';
import type { GroupChanged } from './paper-filing';
import { insertSaveAttempt, type SaveAttempt } from './save-attempt.repository';
import type { SaveResult } from './save-request';

/** What is known of an attempt to save before it is decided. */
export type Evidence = Omit<SaveAttempt, 'outcome' | 'detail'>;

/** Keeps what came of an attempt that wrote nothing; the line of one that did goes with what it wrote. */
export async function noteOutcome(
  db: Knex,
  evidence: Evidence,
  result: SaveResult | GroupChanged,
): Promise<void> {
  saves.inc({ outcome: result.outcome });
  await insertSaveAttempt(db, { ...evidence, ...describeOutcome(result) });
}

/** Keeps an attempt that failed, its transaction having been rolled back; not where there is nothing to keep it in. */
export async function noteFailure(db: Knex, evidence: Evidence, error: unknown): Promise<void> {
  saves.inc({ outcome: 'failed' });
  if (findTrouble(error) !== null) return;
  const code = error instanceof Error ? error.message.slice(0, 100) : 'unknown';
  await insertSaveAttempt(db, { ...evidence, outcome: 'failed', detail: { code } });
}

/** Never what was chosen. */
function describeOutcome(result: SaveResult | GroupChanged): {
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
