import type { Knex } from 'knex';
import { wallClock } from '../../infrastructure/clock';
import { shortenRoot } from './checkpoint';
import { findLastCheckpoint, type KeptCheckpoint } from './checkpoint.repository';

/** The newest checkpoint as pages and papers show it; many who ask in the same moments cost one look. */
export interface CheckpointBoard {
  latest(): Promise<KeptCheckpoint | null>;
}

const KEPT_MS = 5_000;

export function createCheckpointBoard(db: Knex): CheckpointBoard {
  let last: { readonly at: number; readonly found: Promise<KeptCheckpoint | null> } | null = null;
  return {
    latest() {
      if (last !== null && wallClock() - last.at <= KEPT_MS) return last.found;
      const found = findLastCheckpoint(db);
      last = { at: wallClock(), found };
      found.catch(() => {
        last = null;
      });
      return found;
    },
  };
}

/** As people compare it: `12345·3F2A 91BC 07DE 5512`. */
export function nameCheckpoint({ size, root }: Pick<KeptCheckpoint, 'size' | 'root'>): string {
  return `${size}·${shortenRoot(root)}`;
}
