import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { lockCandidate } from '../../domain/candidates/candidate.repository';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { OwnerAnswer, OwnerCheck, OwnerRefusal, OwnerStep } from '../../domain/credentials/owner-check';
import { getFactors, markFactors } from '../../domain/identity/factor.repository';
import { findContact } from '../../domain/messages/outbox.repository';
import type { ScanEvents, WechatAccount } from '../../domain/messages/wechat-account';
import type { Reference } from '../../domain/reference/reference';
import { wallClock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import { AppError } from '../../infrastructure/errors';
import { requireChanges } from '../../infrastructure/read-only';
import { createAdmissions } from '../../infrastructure/security/admissions';
import type { Cipher } from '../../infrastructure/security/cipher';
import { recordBinding } from './binding-record';
import type { BindingVisit } from './totp-binding.service';
import { bindWechat, isOpenIdTaken, unbindWechat } from './wechat-binding.repository';
import {
  findServingTicket,
  findTicketOutcome,
  insertTicket,
  type TicketOutcome,
  useTicket,
  type WechatTicket,
} from './wechat-ticket.repository';

const TICKET_MS = 10 * 60 * 1000;

/** A binding under way in one session, its owner confirmed. */
export interface WechatBinding {
  /** One-time; the QR code reports it with who scanned. */
  readonly scene: string;
  readonly qrContent: string;
  /** Real time in milliseconds. */
  readonly until: number;
}

interface WechatPage {
  /** An official account is configured. */
  readonly offered: boolean;
  readonly bound: boolean;
  readonly owner: OwnerStep;
}

type WechatStart = { readonly outcome: 'started'; readonly binding: WechatBinding } | OwnerRefusal;

type WechatRemoval = { readonly outcome: 'unbound' } | OwnerRefusal;

export interface WechatBindingService {
  getPage(visit: BindingVisit): Promise<WechatPage>;
  sendCode(visit: BindingVisit): ReturnType<OwnerCheck['sendCode']>;
  /**
   * Confirms the owner and asks the account for a QR code.
   * @throws AppError frozen, conflict where one is bound already, notFound without an account; GatewayError
   */
  start(visit: BindingVisit, answer: OwnerAnswer): Promise<WechatStart>;
  /** What became of the QR code; null while it waits for its scan. */
  findOutcome(binding: WechatBinding): Promise<TicketOutcome | null>;
  /** 解除绑定. @throws AppError frozen, conflict where none is bound */
  unbind(visit: BindingVisit, answer: string): Promise<WechatRemoval>;
}

interface WechatBindingParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly ownerCheck: OwnerCheck;
  readonly account: WechatAccount | null;
  readonly scans: ScanEvents;
  readonly reference: Watched<Reference>;
}

/** 微信绑定: whoever follows the account gets codes and mails there. */
export function createWechatBindingService(parts: WechatBindingParts): WechatBindingService {
  const { db, cipher, ownerCheck, account } = parts;
  const admissions = createAdmissions(db);

  async function requireBound(visit: BindingVisit, bound: boolean): Promise<string> {
    requireUnfrozen(visit.candidate);
    const factors = await getFactors(db, visit.candidate.id);
    if ((factors.wechatBoundAt !== null) !== bound) throw new AppError('conflict', 409);
    return markFactors(factors);
  }

  /** One scan, told once or more: the first one decides. */
  async function decide(
    transaction: Knex.Transaction,
    ticket: WechatTicket,
    openId: string,
  ): Promise<TicketOutcome> {
    const { candidateId, origin } = ticket;
    const { frozenAt } = await lockCandidate(transaction, candidateId);
    const factors = markFactors(await getFactors(transaction, candidateId));
    if (frozenAt !== null || factors !== ticket.factors) return 'refused';
    if (await isOpenIdTaken(transaction, cipher, openId, candidateId)) return 'taken';
    const before = await findContact(transaction, candidateId);
    if ((await bindWechat(transaction, cipher, candidateId, openId)) !== 1) return 'refused';
    await recordBinding(transaction, cipher, { candidateId, kind: 'wechatBound', origin, before });
    return 'bound';
  }

  async function bindScanned(scene: string, openId: string): Promise<void> {
    const ticket = await findServingTicket(db, scene);
    if (ticket === null) return;
    // Told by a server before any route: the switch does not stand there.
    requireChanges(parts.reference.current().switches);
    await db
      .transaction(async (transaction) => {
        const outcome = await decide(transaction, ticket, openId);
        // Another scan of the same code was faster: what this one did is undone.
        if ((await useTicket(transaction, scene, outcome)) !== 1) throw new AppError('conflict', 409);
      })
      .catch(async (error: unknown) => {
        if (isUniqueViolation(error)) await useTicket(db, scene, 'taken');
        else if (!(error instanceof AppError)) throw error;
      });
  }

  parts.scans.onScan(bindScanned);

  return {
    async getPage(visit) {
      const [factors, owner] = await Promise.all([
        getFactors(db, visit.candidate.id),
        ownerCheck.describe(visit),
      ]);
      return { offered: account !== null, bound: factors.wechatBoundAt !== null, owner };
    },

    sendCode: (visit) => ownerCheck.sendCode(visit),

    async start(visit, answer) {
      const factors = await requireBound(visit, false);
      if (account === null) throw new AppError('notFound', 404);
      const check = await ownerCheck.check(visit, answer);
      if (check.outcome !== 'confirmed') return { outcome: 'ownerRefused', check };
      const scene = randomBytes(24).toString('base64url');
      const pass = await admissions.require('bindTicket', {
        subject: visit.candidate.id,
        origin: visit.origin,
      });
      const { qrContent } = await account.createBindTicket(pass, scene);
      const until = wallClock() + TICKET_MS;
      await insertTicket(db, scene, {
        candidateId: visit.candidate.id,
        sessionId: visit.journey,
        factors,
        origin: visit.origin,
        expiresAt: new Date(until),
      });
      return { outcome: 'started', binding: { scene, qrContent, until } };
    },

    findOutcome: ({ scene }) => findTicketOutcome(db, scene),

    async unbind(visit, answer) {
      await requireBound(visit, true);
      const check = await ownerCheck.check(visit, { answer, password: '', phrase: '' });
      if (check.outcome !== 'confirmed') return { outcome: 'ownerRefused', check };
      const { candidate, origin } = visit;
      await db.transaction(async (transaction) => {
        requireUnfrozen(await lockCandidate(transaction, candidate.id));
        const before = await findContact(transaction, candidate.id);
        if ((await unbindWechat(transaction, candidate.id)) !== 1) throw new AppError('conflict', 409);
        await recordBinding(transaction, cipher, {
          candidateId: candidate.id,
          kind: 'wechatUnbound',
          origin,
          before,
        });
      });
      return { outcome: 'unbound' };
    },
  };
}
