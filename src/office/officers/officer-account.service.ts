import type { Knex } from 'knex';
import { createFirstSecret, hashFirstSecret } from '../../domain/credentials/first-secret';
import { auditAct, beginAct, type OfficerActAuthor } from '../../domain/officers/act-author';
import type { OfficeAction } from '../../domain/officers/actions';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { OfficerDraft, OfficerRole } from '../../domain/officers/officer';
import {
  disableOfficer,
  enableOfficer,
  findOfficer,
  insertOfficer,
} from '../../domain/officers/officer.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { lockOfficerCredential, renewFirstSecret } from './officer-credential.repository';

/** Who changes accounts: the operator at the machine, or an officer of the province in the browser. */
export type AccountAuthor = OfficerActAuthor | { readonly kind: 'operator' };

/** A first secret, shown once and kept as a keyed hash only. It serves 24 hours. */
export interface IssuedSecret {
  readonly officerId: number;
  readonly secret: string;
}

interface AccountParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  /** Null where no browser takes part. */
  readonly tokens: OfficeTokens | null;
  /** Days for which an account is taken for its maker's where two persons are asked for. */
  readonly apartDays: number;
}

/** The forms' tokens are issued for these. */
export const CREATE_PURPOSE = 'createOfficer';
export const purposeOf = (act: 'disable' | 'enable' | 'renew', officerId: number) =>
  `${act}Officer|${officerId}`;

const LIFE_SECONDS = 24 * 3600;
/** Given by the operator alone: nobody in the browser makes the second officer of an act, or who watches. */
const operatorsOnly: readonly OfficerRole[] = ['province', 'auditor', 'reviewer'];

/** Whether an officer may give access to an account of this role. */
export function mayGive(role: OfficerRole): boolean {
  return !operatorsOnly.includes(role);
}

const audit = (
  transaction: Knex,
  author: AccountAuthor,
  action: OfficeAction,
  subjectId: number,
  detail: Readonly<Record<string, string>> = {},
) => auditAct(transaction, author, { action, subjectKind: 'officer', subjectId, detail });

async function issueSecret(
  parts: AccountParts,
  transaction: Knex,
  author: AccountAuthor,
  officerId: number,
): Promise<IssuedSecret> {
  const secret = createFirstSecret();
  const hash = hashFirstSecret(parts.cipher, secret);
  const changed = await renewFirstSecret(transaction, officerId, {
    hash,
    lifeSeconds: LIFE_SECONDS,
    madeBy: author.kind === 'officer' ? author.officer.id : null,
    apartDays: parts.apartDays,
  });
  if (changed !== 1) throw new Error(`first secret of officer ${officerId}: ${changed} rows changed`);
  return { officerId, secret };
}

async function requireGivable(transaction: Knex, author: AccountAuthor, officerId: number): Promise<void> {
  const account = await findOfficer(transaction, officerId);
  if (account === null) throw new AppError('notFound', 404);
  if (author.kind === 'officer' && !mayGive(account.role)) throw new AppError('notAllowed', 409);
}

/** Makes an account without password. @returns null when the sign-in name is taken. */
function createAccount(
  parts: AccountParts,
  author: AccountAuthor,
  draft: OfficerDraft,
): Promise<IssuedSecret | null> {
  return parts.db.transaction(async (transaction) => {
    if (author.kind === 'officer' && !mayGive(draft.role)) throw new AppError('notAllowed', 409);
    await beginAct(transaction, parts.tokens, author, CREATE_PURPOSE);
    const createdBy = author.kind === 'officer' ? author.officer.id : null;
    const officerId = await insertOfficer(transaction, draft, createdBy);
    if (officerId === null) return null;
    await audit(transaction, author, 'createOfficer', officerId, { role: draft.role });
    return issueSecret(parts, transaction, author, officerId);
  });
}

/** @throws AppError conflict when it is disabled already, notAllowed of oneself. */
function disableAccount(parts: AccountParts, author: AccountAuthor, officerId: number): Promise<void> {
  return parts.db.transaction(async (transaction) => {
    if (author.kind === 'officer' && author.officer.id === officerId) throw new AppError('notAllowed', 409);
    await beginAct(transaction, parts.tokens, author, purposeOf('disable', officerId));
    if ((await disableOfficer(transaction, officerId)) !== 1) throw new AppError('conflict', 409);
    await audit(transaction, author, 'disableOfficer', officerId);
  });
}

/** @throws AppError conflict when it is not disabled, notAllowed for an account that is the operator's to give. */
function enableAccount(parts: AccountParts, author: AccountAuthor, officerId: number): Promise<void> {
  return parts.db.transaction(async (transaction) => {
    await requireGivable(transaction, author, officerId);
    await beginAct(transaction, parts.tokens, author, purposeOf('enable', officerId));
    if ((await enableOfficer(transaction, officerId)) !== 1) throw new AppError('conflict', 409);
    await audit(transaction, author, 'enableOfficer', officerId);
  });
}

/** Takes password and 动态密码 away and gives a new first secret. @throws as enable; conflict when disabled. */
function renewAccount(parts: AccountParts, author: AccountAuthor, officerId: number): Promise<IssuedSecret> {
  return parts.db.transaction(async (transaction) => {
    await requireGivable(transaction, author, officerId);
    await beginAct(transaction, parts.tokens, author, purposeOf('renew', officerId));
    if ((await lockOfficerCredential(transaction, officerId)) === null) throw new AppError('conflict', 409);
    await audit(transaction, author, 'renewOfficer', officerId);
    return issueSecret(parts, transaction, author, officerId);
  });
}

export function createOfficerAccountService(parts: AccountParts) {
  return bindParts(parts, {
    create: createAccount,
    disable: disableAccount,
    enable: enableAccount,
    renew: renewAccount,
  });
}

export type OfficerAccountService = ReturnType<typeof createOfficerAccountService>;
