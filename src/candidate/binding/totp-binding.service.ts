import type { Knex } from 'knex';
import { type CandidateRecord, lockCandidate } from '../../domain/candidates/candidate.repository';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { OwnerAnswer, OwnerCheck, OwnerRefusal, OwnerStep } from '../../domain/credentials/owner-check';
import {
  bindTotp,
  getFactors,
  keepPendingTotp,
  markFactors,
  totpContext,
  unbindTotp,
} from '../../domain/identity/factor.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { TransactionStep } from '../../infrastructure/database/transaction-step';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { createTotpSecret, findTotpCounter, totpAddress } from '../../infrastructure/security/totp';
import type { RulePack } from '../../rules/pack/rule-pack';
import { recordBinding } from './binding-record';

const BINDING_MS = 15 * 60 * 1000;

/** One request of a signed-in candidate about 动态密码. */
export interface BindingVisit {
  readonly candidate: CandidateRecord;
  readonly journey: string;
  readonly origin: Origin;
}

/** A binding under way in one session, its owner confirmed; the secret in it is sealed. */
export interface TotpBinding {
  readonly pending: string;
  readonly factors: string;
  /** Real time in milliseconds at which it ends unfinished. */
  readonly until: number;
}

interface TotpPage {
  readonly bound: boolean;
  readonly owner: OwnerStep;
}

/** What an authenticator app takes, by QR or typed. */
interface TotpSecret {
  /** Base32 in groups of four. */
  readonly secret: string;
  /** otpauth address. */
  readonly address: string;
}

type TotpStart = { readonly outcome: 'started'; readonly binding: TotpBinding } | OwnerRefusal;

type TotpRemoval = { readonly outcome: 'unbound' } | OwnerRefusal;

interface TotpBindingParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly ownerCheck: OwnerCheck;
  readonly pack: () => RulePack;
}

/** The binding as long as it lasts. */
export function findTotpBinding(session: { readonly totpBinding?: TotpBinding }): TotpBinding | null {
  const binding = session.totpBinding;
  return binding !== undefined && binding.until > wallClock() ? binding : null;
}

/** What all the steps work with. */
type Parts = TotpBindingParts & WithAdmissions;

/** 绑定动态密码 (manual, chapter one, notice 4): RFC 6238, 8 digits, by any authenticator app that honours them. */
export function createTotpBindingService(given: TotpBindingParts) {
  const parts = withAdmissions(given);
  return bindParts(parts, { getPage, sendCode, start, getSecret, confirm, unbind, unbindInPerson });
}

export type TotpBindingService = ReturnType<typeof createTotpBindingService>;

async function getPage({ db, ownerCheck }: Parts, visit: BindingVisit): Promise<TotpPage> {
  const [factors, owner] = await Promise.all([
    getFactors(db, visit.candidate.id),
    ownerCheck.describe(visit),
  ]);
  return { bound: factors.totpBoundAt !== null, owner };
}

const sendCode = ({ ownerCheck }: Parts, visit: BindingVisit): ReturnType<OwnerCheck['sendCode']> =>
  ownerCheck.sendCode(visit);

/** Confirms the owner and makes a secret. @throws AppError frozen, conflict where one is bound already */
async function start(parts: Parts, visit: BindingVisit, answer: OwnerAnswer): Promise<TotpStart> {
  const { ownerCheck, cipher, db } = parts;
  const factors = await requireBound(parts, visit, false);
  const check = await ownerCheck.check(visit, answer);
  if (check.outcome !== 'confirmed') return { outcome: 'ownerRefused', check };
  const pending = cipher.encrypt(createTotpSecret(), totpContext(visit.candidate.id));
  await keepPendingTotp(db, visit.candidate.id, pending);
  const until = wallClock() + BINDING_MS;
  return { outcome: 'started', binding: { pending: pending.toString('base64'), factors, until } };
}

function getSecret(parts: Parts, { candidate }: BindingVisit, binding: TotpBinding): TotpSecret {
  const secret = open(parts, candidate.id, binding);
  // The office, not the platform: a shorter QR code is easier to scan.
  const { office } = parts.pack().platform;
  return {
    secret: (secret.match(/.{1,4}/g) ?? []).join(' '),
    address: totpAddress(secret, office, candidate.candidateNumber),
  };
}

/** 绑定: the code shows that the app has the secret. @throws AppError frozen, conflict */
async function confirm(
  parts: Parts,
  visit: BindingVisit,
  binding: TotpBinding,
  typed: string,
): Promise<'bound' | 'wrong'> {
  requireUnfrozen(visit.candidate);
  const code = typed.normalize('NFKC').replace(/\s/g, '');
  const { candidate, origin } = visit;
  const pass = await parts.admissions.require('newTotp', { subject: candidate.id, origin });
  const counter = findTotpCounter(pass, open(parts, candidate.id, binding), code, wallClock());
  if (counter === null) return 'wrong';
  const pending = Buffer.from(binding.pending, 'base64');
  await write(parts, visit, 'totpBound', async (transaction) => {
    const factors = markFactors(await getFactors(transaction, visit.candidate.id));
    return factors === binding.factors ? bindTotp(transaction, visit.candidate.id, pending, counter) : 0;
  });
  await pass.forgive();
  return 'bound';
}

/** 解除绑定, with a code. @throws AppError frozen, conflict where none is bound */
async function unbind(parts: Parts, visit: BindingVisit, answer: string): Promise<TotpRemoval> {
  await requireBound(parts, visit, true);
  const check = await parts.ownerCheck.check(visit, { answer, password: '', phrase: '' });
  if (check.outcome !== 'confirmed') return { outcome: 'ownerRefused', check };
  await write(parts, visit, 'totpUnbound', (transaction) => unbindTotp(transaction, visit.candidate.id));
  return { outcome: 'unbound' };
}

/**
 * Takes 动态密码 away from somebody whose identity the county office has checked: the app that shows it is lost.
 * @throws AppError frozen, conflict where none is bound
 */
const unbindInPerson = (
  parts: Parts,
  visit: Omit<BindingVisit, 'journey'>,
  transactionStep: TransactionStep,
): Promise<void> =>
  write(parts, visit, 'totpUnbound', async (transaction) => {
    await transactionStep(transaction);
    return unbindTotp(transaction, visit.candidate.id);
  });

const open = ({ cipher }: Parts, candidateId: number, { pending }: TotpBinding) =>
  cipher.decrypt(Buffer.from(pending, 'base64'), totpContext(candidateId));

async function requireBound(parts: Parts, visit: BindingVisit, bound: boolean): Promise<string> {
  requireUnfrozen(visit.candidate);
  const factors = await getFactors(parts.db, visit.candidate.id);
  if ((factors.totpBoundAt !== null) !== bound) throw new AppError('conflict', 409);
  return markFactors(factors);
}

async function write(
  parts: Parts,
  { candidate, origin }: Omit<BindingVisit, 'journey'>,
  kind: 'totpBound' | 'totpUnbound',
  change: (transaction: Knex.Transaction) => Promise<number>,
): Promise<void> {
  const { db, cipher } = parts;
  await db.transaction(async (transaction) => {
    requireUnfrozen(await lockCandidate(transaction, candidate.id));
    if ((await change(transaction)) !== 1) throw new AppError('conflict', 409);
    await recordBinding(transaction, cipher, { candidateId: candidate.id, kind, origin });
  });
}
