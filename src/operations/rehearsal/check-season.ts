import type { Knex } from 'knex';
import { formatCheckValue } from '../../domain/choice-lists/canonical-body';
import { findLastCheckpoint } from '../../domain/ledger/checkpoint.repository';
import { openLedgerRing } from '../../domain/ledger/ledger-ring';
import { createTakeLeaves } from '../../domain/ledger/take-leaves';
import { verifyLedger } from '../../domain/ledger/verify-ledger';
import { databaseClock } from '../../infrastructure/clock';
import type { Config } from '../../infrastructure/config/config';
import { needsConfirmation } from '../../rules/filing/final-confirmation';
import { findBatch, listAbandonGroup } from '../../rules/filing/groups';
import type { RulePack } from '../../rules/pack/rule-pack';
import { findDrift } from '../find-drift';
import type { Journal } from './journal';
import type { Share } from './play-round';
import type { Player } from './players';

/** A list that its owner saved, as they were told, and has not given up. */
export interface StandingList {
  readonly player: Player;
  readonly batch: string;
  readonly checkValue: string;
}

/** What has to be in force by what the players were told, whatever the database says. */
export function listStanding(pack: RulePack, players: readonly Player[]): readonly StandingList[] {
  return players.flatMap((player) => {
    const lost = new Set(
      [...player.givenUp].flatMap((code) => listAbandonGroup(pack, code).map((one) => one.code)),
    );
    return [...player.told]
      .filter(([code]) => !lost.has(code) && !asksConfirmation(pack, code))
      .map(([batch, checkValue]) => ({ player, batch, checkValue }));
  });
}

/** Such lists count once they are confirmed, which nobody does in a rehearsal. */
function asksConfirmation(pack: RulePack, code: string): boolean {
  const batch = findBatch(pack, code);
  return batch !== null && needsConfirmation(batch);
}

/** Holds what the players were told against what stands: how often was saved, what is in force, what was given up. */
export async function countLists(
  db: Knex,
  journal: Journal,
  players: readonly Player[],
  standing: readonly StandingList[],
): Promise<void> {
  const saves = players.reduce((sum, player) => sum + player.saves, 0);
  journal.check('versions', saves, await countRows(db('application_versions')));
  const rows: readonly { candidate: string; batch: string; hash: Buffer }[] = await db(
    'application_groups as g',
  )
    .join('application_versions as v', 'v.id', 'g.current_version_id')
    .select({ candidate: 'g.candidate_id', batch: 'g.current_batch_code', hash: 'v.hash' });
  const stands = new Map(
    rows.map(({ candidate, batch, hash }) => [`${candidate} ${batch}`, formatCheckValue(hash)]),
  );
  const same = standing.filter(
    ({ player, batch, checkValue }) => stands.get(`${player.candidate.id} ${batch}`) === checkValue,
  );
  journal.check('inForce', standing.length, same.length);
  const given = players.reduce((sum, player) => sum + player.givenUp.size, 0);
  journal.check('givenUp', given, await countRows(db('application_groups').whereNotNull('abandoned_at')));
}

async function countRows(query: Knex.QueryBuilder): Promise<number> {
  const row = await query.count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** Takes everything into the ledger, as the server does. @returns the checkpoint, as a witness would keep it */
export async function closeLedger(db: Knex, config: Config): Promise<string> {
  const keys = openLedgerRing(config.secrets.ledgerKey);
  await createTakeLeaves({ db, clock: databaseClock, keys, host: config.publicUrl.host })();
  return (await findLastCheckpoint(db))?.note ?? '';
}

/** `zhiyuan verify` and one look of `zhiyuan watch`, the checkpoint that was kept elsewhere among what is compared. */
export async function lookAtEverything(
  db: Knex,
  journal: Journal,
  { witnessed, signal }: { readonly witnessed: string; readonly signal: AbortSignal },
): Promise<Share> {
  const counted = await verifyLedger(db, {
    signal,
    published: witnessed === '' ? [] : [witnessed],
    onVersionFault: ({ candidateNumber, group, ordinal, code }) =>
      journal.note('ledgerFault', `${candidateNumber} ${group} ${ordinal ?? ''} ${code}`),
    onTreeFault: ({ place, code }) => journal.note('ledgerFault', `leaf ${place} ${code}`),
    onProgress: () => undefined,
  });
  journal.check('inLedger', counted.versions, counted.versions - counted.free);
  const { drifts } = await findDrift(db, null);
  for (const { kind, subject } of drifts) journal.note('drift', `${kind}: ${subject}`);
  return { done: counted.leaves, of: counted.leaves };
}
