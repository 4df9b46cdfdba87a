import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Origin } from '../audit';
import { quotaGroupCode } from '../rules/groups';
import type { Batch, RulePack } from '../rules/rule-pack';
import {
  type ApplicationGroup,
  type ApplicationVersion,
  insertVersion,
  type NewVersion,
  putVersionInForce,
  type VersionActor,
} from './application.repository';
import { computeCheckValue, FIRST_HASH } from './canonical-body';

/** A version that is to follow the one in force. */
export interface VersionDraft {
  readonly candidate: { readonly id: number; readonly candidateNumber: string };
  readonly batch: Batch;
  readonly pack: Pick<RulePack, 'code' | 'version'>;
  /** As it is stored and hashed. */
  readonly body: string;
  /** 第N次, as the candidate counts. */
  readonly saveNumber: number;
  readonly savedAt: Date;
  /** Since when the hour between saves runs. */
  readonly cooldownFrom: Date;
  readonly actor: VersionActor;
  readonly origin: Origin;
  readonly formToken: string;
  /** The group as it was seen under the lock, and its version in force. */
  readonly group: ApplicationGroup | null;
  readonly inForce: Pick<ApplicationVersion, 'hash'> | null;
}

/**
 * Appends a version to its chain and puts it in force, provided that the group still stands where it was seen.
 * @throws Error where it does not: nothing may be committed.
 */
export async function appendVersion(
  transaction: Knex.Transaction,
  draft: VersionDraft,
): Promise<{ readonly versionId: number; readonly version: NewVersion }> {
  const { candidate, batch, pack, body, saveNumber, savedAt, actor, origin, group } = draft;
  const groupCode = quotaGroupCode(batch);
  const ordinal = (group?.lastOrdinal ?? 0) + 1;
  const previousHash = draft.inForce?.hash ?? FIRST_HASH;
  const nonce = randomBytes(32);
  const hash = computeCheckValue(
    {
      candidateNumber: candidate.candidateNumber,
      group: groupCode,
      ordinal,
      saveNumber,
      batch: batch.code,
      pack: pack.code,
      packVersion: pack.version,
      savedAt: savedAt.toISOString(),
      actor: `${actor.kind} ${actor.id}`,
      ...origin,
    },
    body,
    previousHash,
    nonce,
  );
  const version: NewVersion = {
    candidateId: candidate.id,
    group: groupCode,
    ordinal,
    saveNumber,
    batch: batch.code,
    packCode: pack.code,
    packVersion: pack.version,
    canonicalBody: body,
    savedAt,
    actor,
    ...origin,
    formToken: draft.formToken,
    previousHash,
    nonce,
    hash,
  };
  const versionId = await insertVersion(transaction, version);
  const changed = await putVersionInForce(transaction, version, versionId, group, draft.cooldownFrom);
  if (changed !== 1)
    throw new Error(`group ${groupCode} of candidate ${candidate.id}: ${changed} rows changed`);
  return { versionId, version };
}
