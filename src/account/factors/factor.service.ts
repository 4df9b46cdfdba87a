import type { Knex } from 'knex';
import { lockConfirmed } from '../../domain/accounts/account.repository';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { auditAccount } from '../../domain/accounts/audit-account';
import {
  bindFactor,
  type FactorKind,
  findFactorOwner,
  listFactors,
  unbindFactor,
} from '../../domain/accounts/factor.repository';
import { providerNames } from '../../domain/accounts/provider-names';
import { tellAccount } from '../../domain/accounts/tell-account';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import type { Confirmation, ConfirmPassword } from '../centre/confirm-password';
import type { Scanned } from './scan.service';

/** `taken`: it is bound to another account, said to whoever has just scanned with it. */
type BindingResult = 'bound' | 'taken' | 'otherBound';

interface FactorParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly confirm: ConfirmPassword;
}

/** 登录绑定: 微信 and 支付宝 by which an account may be opened. */
export function createFactorService(parts: FactorParts) {
  return {
    ...bindParts(parts, { bind, unbind }),
    /** Asks for the current password, before a binding. */
    confirm: parts.confirm,
  };
}

export type FactorService = ReturnType<typeof createFactorService>;

/** Binds who scanned to an account; one WeChat and one Alipay an account, each to one account only. */
async function bind(
  parts: FactorParts,
  account: SignedInAccount,
  scanned: Scanned,
  origin: Origin,
): Promise<BindingResult> {
  const owner = await findFactorOwner(parts.db, scanned.kind, scanned.subject.index);
  if (owner !== null && owner.id !== account.id) return 'taken';
  return write(parts, account, scanned, origin).catch((error: unknown): BindingResult => {
    // Bound to another account in the same moment.
    if (isUniqueViolation(error)) return 'taken';
    throw error;
  });
}

/** 解除绑定, behind the password, which stays as a way in. @throws AppError conflict where none is bound */
async function unbind(
  { confirm, db, cipher }: FactorParts,
  account: SignedInAccount,
  kind: FactorKind,
  typed: string,
  origin: Origin,
): Promise<Confirmation> {
  const confirmed = await confirm(account, typed, origin);
  if (confirmed.outcome !== 'confirmed') return confirmed;
  await db.transaction(async (transaction) => {
    const locked = await lockConfirmed(transaction, account);
    if ((await unbindFactor(transaction, account.id, kind)) !== 1) throw new AppError('conflict', 409);
    await auditAccount(transaction, account, origin, 'unbindFactor', { kind });
    await tellAccount(transaction, cipher, locked, { kind: 'factorUnbound', ...describe(kind, origin) });
  });
  return confirmed;
}

const describe = (kind: FactorKind, origin: Origin) => ({
  at: new Date(wallClock()),
  values: { factor: providerNames[kind], address: origin.address },
});

const write = (
  { db, cipher }: FactorParts,
  account: SignedInAccount,
  { kind, subject }: Scanned,
  origin: Origin,
) =>
  db.transaction(async (transaction): Promise<BindingResult> => {
    const locked = await lockConfirmed(transaction, account);
    // Suspended since the scan began.
    if (locked.status !== 'active') throw new AppError('conflict', 409);
    const factors = await listFactors(transaction, account.id);
    if (factors.some((one) => one.kind === kind)) return 'otherBound';
    await bindFactor(transaction, account.id, kind, subject);
    await auditAccount(transaction, account, origin, 'bindFactor', { kind });
    await tellAccount(transaction, cipher, locked, { kind: 'factorBound', ...describe(kind, origin) });
    return 'bound';
  });
