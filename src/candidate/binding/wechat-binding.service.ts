import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { lockCandidate } from '../../domain/candidates/candidate.repository';
import { requireUnfrozen } from '../../domain/candidates/freeze.repository';
import type { OwnerAnswer, OwnerCheck, OwnerRefusal, OwnerStep } from '../../domain/credentials/owner-check';
import { getFactors, markFactors } from '../../domain/identity/factor.repository';
import { findContact } from '../../domain/messages/outbox.repository';
import type { ScanEvents, WechatAccount } from '../../domain/messages/wechat-account';
import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { isUniqueViolation } from '../../infrastructure/database/unique-violation';
import { AppError } from '../../infrastructure/errors';
import { requireChanges } from '../../infrastructure/read-only';
import { type WithAdmissions, withAdmissions } from '../../infrastructure/security/admissions';
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

interface WechatBindingParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly ownerCheck: OwnerCheck;
  readonly account: WechatAccount | null;
  readonly scans: ScanEvents;
  readonly reference: Watched<Reference>;
}

/** What all the steps work with. */
type Parts = WechatBindingParts & WithAdmissions;

/** 微信绑定: whoever follows the account gets codes and mails there. */
export function createWechatBindingService(given: WechatBindingParts) {
  const parts = withAdmissions(given);
  parts.scans.onScan((scene, openId) => bindScanned(parts, scene, openId));
  return bindParts(parts, { getPage, sendCode, start, findOutcome, unbind });
}

export type WechatBindingService = ReturnType<typeof createWechatBindingService>;

async function getPage({ db, ownerCheck, account }: Parts, visit: BindingVisit): Promise<WechatPage> {
  const [factors, owner] = await Promise.all([
    getFactors(db, visit.candidate.id),
    ownerCheck.describe(visit),
  ]);
  return { offered: account !== null, bound: factors.wechatBoundAt !== null, owner };
}

const sendCode = ({ ownerCheck }: Parts, visit: BindingVisit): ReturnType<OwnerCheck['sendCode']> =>
  ownerCheck.sendCode(visit);

/**
 * Confirms the owner and asks the account for a QR code.
 * @throws AppError frozen, conflict where one is bound already, notFound without an account; GatewayError
 */
async function start(parts: Parts, visit: BindingVisit, answer: OwnerAnswer): Promise<WechatStart> {
  const { account, ownerCheck, admissions, db } = parts;
  const factors = await requireBound(parts, visit, false);
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
}

/** What became of the QR code; null while it waits for its scan. */
const findOutcome = ({ db }: Parts, { scene }: WechatBinding): Promise<TicketOutcome | null> =>
  findTicketOutcome(db, scene);

/** 解除绑定. @throws AppError frozen, conflict where none is bound */
async function unbind(parts: Parts, visit: BindingVisit, answer: string): Promise<WechatRemoval> {
  const { ownerCheck, db, cipher } = parts;
  await requireBound(parts, visit, true);
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
}

async function requireBound(parts: Parts, visit: BindingVisit, bound: boolean): Promise<string> {
  requireUnfrozen(visit.candidate);
  const factors = await getFactors(parts.db, visit.candidate.id);
  if ((factors.wechatBoundAt !== null) !== bound) throw new AppError('conflict', 409);
  return markFactors(factors);
}

/** One scan, told once or more: the first one decides. */
async function decide(
  parts: Parts,
  transaction: Knex.Transaction,
  ticket: WechatTicket,
  openId: string,
): Promise<TicketOutcome> {
  const { cipher } = parts;
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

async function bindScanned(parts: Parts, scene: string, openId: string): Promise<void> {
  const { db } = parts;
  const ticket = await findServingTicket(db, scene);
  if (ticket === null) return;
  // Reported by WeChat's server, outside the routes where the read-only switch is checked.
  requireChanges(parts.reference.current().switches);
  await db
    .transaction(async (transaction) => {
      const outcome = await decide(parts, transaction, ticket, openId);
      // Another scan of the same code was faster: what this one did is undone.
      if ((await useTicket(transaction, scene, outcome)) !== 1) throw new AppError('conflict', 409);
    })
    .catch(async (error: unknown) => {
      if (isUniqueViolation(error)) await useTicket(db, scene, 'taken');
      else if (!(error instanceof AppError)) throw error;
    });
}
