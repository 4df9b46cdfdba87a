import type { Knex } from 'knex';
import { type CandidateRecord, lockCandidate } from '../../domain/candidates/candidate.repository';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { OwnerAnswer, OwnerCheck, OwnerRefusal, OwnerStep } from '../../domain/credentials/owner-check';
import {
  bindTotp,
  getFactors,
  keepPendingTotp,
  markFactors,
  unbindTotp,
} from '../../domain/identity/factor.repository';
import { wallClock } from '../../infrastructure/clock';
import type { Alongside } from '../../infrastructure/database/alongside';
import { AppError } from '../../infrastructure/errors';
import type { Origin } from '../../infrastructure/origin';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { createTotpSecret, findTotpCounter, totpAddress } from '../../infrastructure/security/totp';
import type { RulePack } from '../../rules/rule-pack';
import { recordBinding } from './binding-record';

const CONTEXT = 'credentials.totp_secret';
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

export interface TotpBindingService {
  getPage(visit: BindingVisit): Promise<TotpPage>;
  sendCode(visit: BindingVisit): ReturnType<OwnerCheck['sendCode']>;
  /** Confirms the owner and makes a secret. @throws AppError frozen, conflict where one is bound already */
  start(visit: BindingVisit, answer: OwnerAnswer): Promise<TotpStart>;
  getSecret(visit: BindingVisit, binding: TotpBinding): TotpSecret;
  /** 绑定: the code shows that the app has the secret. @throws AppError frozen, conflict */
  confirm(visit: BindingVisit, binding: TotpBinding, code: string): Promise<'bound' | 'wrong'>;
  /** 解除绑定, with a code. @throws AppError frozen, conflict where none is bound */
  unbind(visit: BindingVisit, answer: string): Promise<TotpRemoval>;
  /**
   * Takes 动态密码 away from somebody whose identity the county office has checked: the app that shows it is lost.
   * @throws AppError frozen, conflict where none is bound
   */
  unbindInPerson(visit: Omit<BindingVisit, 'journey'>, alongside: Alongside): Promise<void>;
}

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

/** 绑定动态密码 (manual, chapter one, notice 4): RFC 6238, 8 digits, by any authenticator app that honours them. */
export function createTotpBindingService(parts: TotpBindingParts): TotpBindingService {
  const { db, cipher, ownerCheck } = parts;
  const admissions = createAdmissions(db);
  const open = ({ pending }: TotpBinding) => cipher.decrypt(Buffer.from(pending, 'base64'), CONTEXT);

  async function requireBound(visit: BindingVisit, bound: boolean): Promise<string> {
    requireUnfrozen(visit.candidate);
    const factors = await getFactors(db, visit.candidate.id);
    if ((factors.totpBoundAt !== null) !== bound) throw new AppError('conflict', 409);
    return markFactors(factors);
  }

  async function write(
    { candidate, origin }: Omit<BindingVisit, 'journey'>,
    kind: 'totpBound' | 'totpUnbound',
    change: (transaction: Knex.Transaction) => Promise<number>,
  ): Promise<void> {
    await db.transaction(async (transaction) => {
      requireUnfrozen(await lockCandidate(transaction, candidate.id));
      if ((await change(transaction)) !== 1) throw new AppError('conflict', 409);
      await recordBinding(transaction, cipher, { candidateId: candidate.id, kind, origin });
    });
  }

  return {
    async getPage(visit) {
      const [factors, owner] = await Promise.all([
        getFactors(db, visit.candidate.id),
        ownerCheck.describe(visit),
      ]);
      return { bound: factors.totpBoundAt !== null, owner };
    },

    sendCode: (visit) => ownerCheck.sendCode(visit),

    async start(visit, answer) {
      const factors = await requireBound(visit, false);
      const check = await ownerCheck.check(visit, answer);
      if (check.outcome !== 'confirmed') return { outcome: 'ownerRefused', check };
      const pending = cipher.encrypt(createTotpSecret(), CONTEXT);
      await keepPendingTotp(db, visit.candidate.id, pending);
      const until = wallClock() + BINDING_MS;
      return { outcome: 'started', binding: { pending: pending.toString('base64'), factors, until } };
    },

    getSecret({ candidate }, binding) {
      const secret = open(binding);
      // The office, not the platform: a shorter QR code is easier to scan.
      const { office } = parts.pack().platform;
      return {
        secret: (secret.match(/.{1,4}/g) ?? []).join(' '),
        address: totpAddress(secret, office, candidate.candidateNumber),
      };
    },

    async confirm(visit, binding, typed) {
      requireUnfrozen(visit.candidate);
      const code = typed.normalize('NFKC').replace(/\s/g, '');
      const { candidate, origin } = visit;
      const pass = await admissions.require('newTotp', { subject: candidate.id, origin });
      const counter = findTotpCounter(pass, open(binding), code, wallClock());
      if (counter === null) return 'wrong';
      const pending = Buffer.from(binding.pending, 'base64');
      await write(visit, 'totpBound', async (transaction) => {
        const factors = markFactors(await getFactors(transaction, visit.candidate.id));
        return factors === binding.factors ? bindTotp(transaction, visit.candidate.id, pending, counter) : 0;
      });
      await pass.forgive();
      return 'bound';
    },

    async unbind(visit, answer) {
      await requireBound(visit, true);
      const check = await ownerCheck.check(visit, { answer, password: '', phrase: '' });
      if (check.outcome !== 'confirmed') return { outcome: 'ownerRefused', check };
      await write(visit, 'totpUnbound', (transaction) => unbindTotp(transaction, visit.candidate.id));
      return { outcome: 'unbound' };
    },

    unbindInPerson: (visit, alongside) =>
      write(visit, 'totpUnbound', async (transaction) => {
        await alongside(transaction);
        return unbindTotp(transaction, visit.candidate.id);
      }),
  };
}
