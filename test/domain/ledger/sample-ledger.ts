import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { insertAuditEntry } from '../../../src/domain/audit/audit.repository';
import {
  abandonGroup,
  findGroup,
  findGroupIn,
  findLastHash,
  listGroups,
} from '../../../src/domain/choice-lists/application.repository';
import { computeCheckValue, FIRST_HASH, hashBody } from '../../../src/domain/choice-lists/canonical-body';
import { describeClosed } from '../../../src/domain/choice-lists/compose-version';
import { noteConfirmation, noteRetraction } from '../../../src/domain/choice-lists/group-act.repository';
import { insertSaveAttempt } from '../../../src/domain/choice-lists/save-attempt.repository';
import { writeVersion } from '../../../src/domain/choice-lists/write-version.repository';
import { grantSaves } from '../../../src/domain/granted-saves/holder.repository';
import { openLedgerKey } from '../../../src/domain/ledger/checkpoint';
import { createTakeLeaves } from '../../../src/domain/ledger/take-leaves';
import { databaseClock } from '../../../src/infrastructure/clock';
import { NO_BROWSER } from '../../../src/infrastructure/origin';

export const GROUPS = ['G1', 'G2', 'G3'] as const;
const EXCLUDED: Readonly<Record<string, string>> = { G2: 'G3', G3: 'G2' };
const key = openLedgerKey(Buffer.alloc(32, 5));

/** As a process takes leaves. */
export const takeLeaves = (db: Knex) =>
  createTakeLeaves({ db, clock: databaseClock, keys: () => [key], host: 'zy.example.cn' })();

/** A number below `most`. */
export type Draw = (most: number) => number;

/** Mulberry32: the same numbers in each run. */
export function drawFrom(seed: number): Draw {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % most;
  };
}

/** Saves, restorations, 放弃, confirmations and grants of some candidates, with a checkpoint now and then, all by the way of the application. */
export async function playActs(
  db: Knex,
  candidates: readonly number[],
  acts: number,
  draw: Draw,
): Promise<void> {
  // One of each at least.
  const [first = 0, second = 0] = candidates;
  const isNew = (await findGroup(db, first, { quota: 'G1', abandon: 'G1' })) === null;
  if (isNew)
    await db.transaction(async (transaction) => {
      for (const id of [first, first, second]) await save(transaction, id, 'G1', 'candidate');
      await grantSaves(transaction, [second], 'G1', new Date());
      await giveUp(transaction, first, 'G1');
    });
  for (let at = 0; at < acts; at += 1) {
    const candidateId = candidates[draw(candidates.length)] ?? 0;
    const group = GROUPS[draw(GROUPS.length)] ?? 'G1';
    const kind = draw(20);
    await db.transaction((transaction) => playOne(transaction, candidateId, group, kind));
    if (draw(12) === 0) await takeLeaves(db);
  }
  await takeLeaves(db);
}

/** One act in a group: each kind now and then, most of them saves. */
async function playOne(
  transaction: Knex.Transaction,
  candidateId: number,
  group: string,
  kind: number,
): Promise<void> {
  const seen = await findGroup(transaction, candidateId, { quota: group, abandon: group });
  if (seen === null) return save(transaction, candidateId, group, 'candidate');
  if (seen.abandoned) return;
  if (kind === 0) return giveUp(transaction, candidateId, group);
  if (kind === 1) {
    await grantSaves(transaction, [candidateId], group, new Date());
    return;
  }
  if (kind === 3 && seen.versionId !== null) {
    const note = seen.confirmed ? noteRetraction : noteConfirmation;
    const retractionsUsed = seen.retractionsUsed ?? 0;
    expect(await note(transaction, candidateId, { ...seen, retractionsUsed }, new Date())).toBe(1);
    return;
  }
  await save(transaction, candidateId, group, kind === 2 ? 'officer' : 'candidate');
}

async function giveUp(transaction: Knex.Transaction, candidateId: number, group: string): Promise<void> {
  await abandonGroup(transaction, candidateId, group, new Date());
  await insertAuditEntry(transaction, {
    actorKind: 'candidate',
    actorId: String(candidateId),
    action: 'abandonGroup',
    subjectKind: 'application',
    subjectId: '0',
    detail: { group },
    origin: NO_BROWSER,
  });
}

async function save(
  transaction: Knex.Transaction,
  candidateId: number,
  group: string,
  actorKind: 'candidate' | 'officer',
): Promise<void> {
  const { candidate_number: candidateNumber } = await transaction('candidates')
    .where({ id: candidateId })
    .first();
  const groups = await listGroups(transaction, candidateId);
  const seen = findGroupIn(groups, { quota: group, abandon: group });
  const previous = (seen && (await findLastHash(transaction, candidateId, seen))) ?? FIRST_HASH;
  // G2 and G3 exclude each other.
  const closes = groups.flatMap(({ group: other, versionId, lastOrdinal: ordinal, abandoned }) =>
    EXCLUDED[group] === other && versionId !== null && !abandoned
      ? [{ group: other, ordinal, versionId }]
      : [],
  );
  const restored = actorKind === 'officer';
  const header = {
    candidateNumber,
    group,
    ordinal: (seen?.lastOrdinal ?? 0) + 1,
    saveNumber: restored ? Math.max(1, (seen?.savesUsed ?? 1) - 1) : (seen?.savesUsed ?? 0) + 1,
    batch: `${group}-batch`,
    pack: 'henan',
    packVersion: 1,
    savedAt: new Date().toISOString(),
    actor: `${actorKind} ${restored ? '1+2' : candidateId}`,
    address: '10.1.2.3',
    device: 'device',
    closes: describeClosed(closes),
  };
  const body = JSON.stringify({ year: 2021, choice: randomUUID(), name: '郑州大学  ' });
  const nonce = Buffer.from(randomUUID().replaceAll('-', '').repeat(2), 'hex');
  const formToken = randomUUID();
  const versionId = await writeVersion(transaction, {
    version: {
      candidateId,
      group,
      ordinal: header.ordinal,
      saveNumber: header.saveNumber,
      batch: header.batch,
      packCode: header.pack,
      packVersion: header.packVersion,
      canonicalBody: body,
      savedAt: new Date(header.savedAt),
      actor: { kind: actorKind, id: header.actor.split(' ')[1] ?? '' },
      address: header.address,
      device: header.device,
      formToken,
      previousHash: previous,
      nonce,
      hash: computeCheckValue(header, body, previous, nonce),
      closes,
    },
    group: seen,
    cooldownFrom: new Date(header.savedAt),
    save: null,
  });
  if (restored) return;
  await insertSaveAttempt(transaction, {
    candidateId,
    batch: header.batch,
    outcome: 'saved',
    detail: { version: versionId },
    formToken,
    bodyHash: hashBody(body),
    address: header.address,
    device: header.device,
    node: 'test',
  });
}
