import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { auditAct, beginAct, type OfficerActAuthor } from '../../domain/officers/act-author';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { areTwo } from '../../domain/officers/two-persons.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import {
  type HeldOfficer,
  lockHeldOfficers,
  releaseFirstSecrets,
  withdrawFirstSecrets,
} from './held-secret.repository';

/** First secrets as a page showed them: all that one officer had made and that waited, or one of these. */
export interface ShownSecrets {
  readonly makerId: number;
  /** Null: all of the maker's. */
  readonly officerId: number | null;
  /** What `markSecrets` made of them. */
  readonly mark: string;
}

interface HeldSecretParts {
  readonly db: Knex;
  readonly tokens: OfficeTokens;
}

type HeldAct = 'release' | 'refuse';

/** The forms' tokens are issued for these. */
export const heldPurpose = (act: HeldAct, makerId: number) => `${act}OfficerSecrets|${makerId}`;

/** Marks some secrets together: one that was made anew, came or went since makes another mark. */
export function markSecrets(held: readonly Pick<HeldOfficer, 'id' | 'secretHash'>[]): string {
  const lines = held.map(({ id, secretHash }) => `${id} ${secretHash.toString('hex')}`).toSorted();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}

/** Uses the token up and locks what was shown. @throws AppError conflict (409) when it is no more what it was */
async function takeShown(
  transaction: Knex.Transaction,
  { tokens }: HeldSecretParts,
  act: HeldAct,
  author: OfficerActAuthor,
  { makerId, officerId, mark }: ShownSecrets,
): Promise<readonly HeldOfficer[]> {
  await beginAct(transaction, tokens, author, heldPurpose(act, makerId));
  const held = await lockHeldOfficers(transaction, makerId, officerId);
  if (held.length === 0 || markSecrets(held) !== mark) throw new AppError('conflict', 409);
  return held;
}

const requireAll = (changed: number, held: readonly HeldOfficer[]) => {
  if (changed !== held.length) throw new Error(`first secrets: ${changed} of ${held.length} rows changed`);
};

/** A line for each account: whose act it was stands beside who made the secret. */
async function auditEach(
  transaction: Knex.Transaction,
  author: OfficerActAuthor,
  action: 'releaseOfficerSecret' | 'refuseOfficerSecret',
  held: readonly HeldOfficer[],
): Promise<void> {
  for (const { id, madeBy } of held)
    await auditAct(transaction, author, {
      action,
      subjectKind: 'officer',
      subjectId: id,
      detail: { issuedBy: madeBy },
    });
}

/**
 * The second officer's word: the secrets that were shown serve from now on, all or none.
 * @returns how many
 * @throws AppError conflict (409) where they are no more what was shown, secondOfficer for who made them, sameMaker
 */
function releaseSecrets(
  parts: HeldSecretParts,
  author: OfficerActAuthor,
  shown: ShownSecrets,
): Promise<number> {
  return parts.db.transaction(async (transaction) => {
    const held = await takeShown(transaction, parts, 'release', author, shown);
    const { id } = author.officer;
    if (!(await areTwo(transaction, shown.makerId, id))) throw new AppError('secondOfficer', 409);
    const ids = held.map((account) => account.id);
    requireAll(await releaseFirstSecrets(transaction, ids, id), held);
    await auditEach(transaction, author, 'releaseOfficerSecret', held);
    return held.length;
  });
}

/** Withdraws them, by anybody of the province and their maker too: new ones have to be made. @throws AppError conflict */
function refuseSecrets(
  parts: HeldSecretParts,
  author: OfficerActAuthor,
  shown: ShownSecrets,
): Promise<number> {
  return parts.db.transaction(async (transaction) => {
    const held = await takeShown(transaction, parts, 'refuse', author, shown);
    const ids = held.map((account) => account.id);
    requireAll(await withdrawFirstSecrets(transaction, ids), held);
    await auditEach(transaction, author, 'refuseOfficerSecret', held);
    return held.length;
  });
}

/** 核准 of first secrets that an officer made: whoever saw one does not open the account alone. */
export function createHeldSecretService(parts: HeldSecretParts) {
  return bindParts(parts, { release: releaseSecrets, refuse: refuseSecrets });
}

export type HeldSecretService = ReturnType<typeof createHeldSecretService>;
