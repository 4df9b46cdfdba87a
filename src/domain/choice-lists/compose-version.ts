import { randomBytes } from 'node:crypto';
import type { Origin } from '../../infrastructure/origin';
import { quotaGroupCode } from '../../rules/filing/groups';
import type { Batch, RulePack } from '../../rules/pack/rule-pack';
import type { ApplicationGroup, ClosedList, NewVersion, VersionActor } from './application.repository';
import { type ClosedPlaces, computeCheckValue, FIRST_HASH } from './canonical-body';

/** A version that is to follow the one in force. */
interface VersionDraft {
  readonly candidate: { readonly id: number; readonly candidateNumber: string };
  readonly batch: Batch;
  readonly pack: Pick<RulePack, 'code' | 'version'>;
  /** As it is stored and hashed. */
  readonly body: string;
  /** 第N次, as the candidate counts. */
  readonly saveNumber: number;
  readonly savedAt: Date;
  readonly actor: VersionActor;
  readonly origin: Origin;
  readonly formToken: string;
  /** The group as it was seen under the lock, and the hash of its last version. */
  readonly group: ApplicationGroup | null;
  readonly lastHash: Buffer | null;
  readonly closes: readonly ClosedList[];
}

/** The version that a draft becomes, sealed with its check value. */
export function composeVersion(draft: VersionDraft): NewVersion {
  const { candidate, batch, pack, body, saveNumber, savedAt, actor, origin, group } = draft;
  const groupCode = quotaGroupCode(batch);
  const ordinal = (group?.lastOrdinal ?? 0) + 1;
  const previousHash = draft.lastHash ?? FIRST_HASH;
  const { closes } = draft;
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
      address: origin.address,
      device: origin.device,
      closes: describeClosed(closes),
    },
    body,
    previousHash,
    nonce,
  );
  return {
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
    address: origin.address,
    device: origin.device,
    formToken: draft.formToken,
    previousHash,
    nonce,
    hash,
    closes,
  };
}

/** What a version closes, as it is kept and hashed; null where it is nothing. */
export function describeClosed(closes: readonly ClosedList[]): ClosedPlaces | null {
  return closes.length === 0 ? null : closes.map(({ group, ordinal }) => [group, ordinal]);
}
