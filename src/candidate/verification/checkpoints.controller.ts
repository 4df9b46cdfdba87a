import { shortenRoot, writeVerifier } from '../../domain/ledger/checkpoint';
import { findLedgerIdentity, listNewestCheckpoints } from '../../domain/ledger/checkpoint.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Knex } from '../../infrastructure/database/knex';
import { formatInstant } from '../../infrastructure/format-time';
import type { Visit } from '../../infrastructure/http/as-visitor';

interface CheckpointPageParts {
  readonly db: Knex;
}

const SHOWN = 20;

/** 账本检查点: what the ledger is, the newest checkpoints, and how anybody keeps watch over it. */
export function createCheckpointsControllers(parts: CheckpointPageParts) {
  return bindParts(parts, { show });
}

export type CheckpointsControllers = ReturnType<typeof createCheckpointsControllers>;

async function show({ db }: CheckpointPageParts, { render }: Visit): Promise<void> {
  const [identity, checkpoints] = await Promise.all([
    findLedgerIdentity(db),
    listNewestCheckpoints(db, SHOWN),
  ]);
  render('candidate/verification/checkpoints', {
    verifier: identity === null ? '' : writeVerifier(identity.origin, identity.publicKey),
    checkpoints: checkpoints.map(({ size, root, at }) => ({
      size,
      root: shortenRoot(root),
      at: formatInstant(at),
    })),
  });
}
