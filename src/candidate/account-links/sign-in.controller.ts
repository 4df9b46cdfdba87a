import type { Request, Response } from 'express';
import type { Knex } from 'knex';
import type { AccountLinkService, LinkedCandidate } from '../../domain/account-links/account-link.service';
import { findSignedInCandidate } from '../../domain/candidates/candidate.repository';
import type { SignInService } from '../../domain/credentials/sign-in.service';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { AppError } from '../../infrastructure/errors';
import type { AccountDeparture } from '../../infrastructure/http/account-departure';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { readOpenedAt } from '../../infrastructure/http/opened-at';
import { getOrigin } from '../../infrastructure/http/origin';
import type { PageRenderer } from '../../infrastructure/http/page-renderer';
import { endSession, startAnew } from '../../infrastructure/http/session-life';
import { requireChanges } from '../../infrastructure/read-only';
import type { Arrived, RelyingParty } from '../../infrastructure/relying-party/relying-party';
import type { Arrival } from '../sign-in/arrival.controller';
import { startPending } from '../sign-in/start-session';
import { type AccountJourney, createAccountJourney, type LinkSaid } from './session-data';

interface AccountSignInParts {
  readonly db: Knex;
  readonly links: AccountLinkService;
  readonly signIn: SignInService;
  readonly party: RelyingParty;
  readonly arrive: Arrival;
  readonly pages: PageRenderer;
  readonly publicUrl: URL;
  /** What the province has switched off: asked at the return, which is no form. */
  readonly switches: () => { readonly readOnly: boolean; readonly noSignIns: boolean };
  readonly departure: AccountDeparture;
}

type Refusal = Exclude<LinkedCandidate['outcome'], 'found'> | 'expired' | 'noPassword';

const SIGN_IN = '请用考生号和密码登录';
const refusals: Readonly<Record<Refusal, string>> = {
  notLinked: `此学信网账号没有关联考生号。${SIGN_IN}，然后在“系统信息”中点击“关联学信网账号”。`,
  reRegistered: `此证件号码的学信网账号已重新注册。为了您的安全，${SIGN_IN}，在“系统信息”的“关联学信网账号”中取消原来的关联，再重新关联。`,
  frozen: `您点击过“不是我操作”，志愿和安全措施已冻结，不能用学信网账号登录。${SIGN_IN}。`,
  noPassword: '您还没有设置登录密码。请先用考生号和首次登录密码登录。',
  expired: `没有完成学信网账号的登录或授权，或时间过长。请重新点击“用学信网账号登录”，或${SIGN_IN}。`,
};

/** 用学信网账号登录, and the return from the provider, of those who sign in and those who link. */
export function createAccountSignInControllers(parts: AccountSignInParts) {
  return bindParts(parts, { begin, complete });
}

export type AccountSignInControllers = ReturnType<typeof createAccountSignInControllers>;

async function begin(parts: AccountSignInParts, { req, res, redirect }: Visit): Promise<void> {
  // Whoever sits down next at a school's computer finds the account of the one before, perhaps, but no way in here.
  const { url, request } = await parts.party.begin(readOpenedAt(req, '/sign-in'), {
    scope: 'openid',
    afresh: true,
  });
  await startAnew(req, { accountJourney: createAccountJourney('signIn', request) });
  parts.departure.expect(res);
  redirect(url);
}

async function complete(parts: AccountSignInParts, req: Request, res: Response) {
  const { accountJourney: journey, candidate } = req.session;
  if (journey === undefined) return res.redirect(303, candidate === undefined ? '/sign-in' : '/');
  // Removed at once: the same answer cannot be used twice.
  delete req.session.accountJourney;
  const current = new URL(req.originalUrl, parts.publicUrl);
  const late = journey.until <= wallClock();
  const arrived = late ? null : await parts.party.complete(current, journey.request);
  if (journey.purpose === 'link') return link(parts, req, res, journey, arrived);
  return arrived === null ? refuse(parts, req, res, 'expired') : signIn(parts, req, res, arrived);
}

function say(parts: AccountSignInParts, req: Request, res: Response, reason: Refusal): void {
  parts.pages.send(req, res, 'candidate/account-links/refused', { text: refusals[reason] }, { status: 403 });
}

async function refuse(
  parts: AccountSignInParts,
  req: Request,
  res: Response,
  reason: Refusal,
): Promise<void> {
  await endSession(req, res);
  say(parts, req, res, reason);
}

async function signIn(
  parts: AccountSignInParts,
  req: Request,
  res: Response,
  arrived: Arrived,
): Promise<void> {
  if (parts.switches().noSignIns) throw new AppError('signInsStopped', 503, { seconds: 60 });
  const { subject, sid } = arrived;
  const linked = await parts.links.findLinked(subject);
  if (linked.outcome !== 'found') return refuse(parts, req, res, linked.outcome);
  const result = await parts.signIn.admitLinked({
    candidateId: linked.candidateId,
    account: { subject, sid },
    origin: getOrigin(req),
    userAgent: req.get('user-agent') ?? '',
  });
  if (result.outcome === 'totpNeeded') {
    await startPending(req, result);
    return res.redirect(303, '/sign-in/dynamic-password');
  }
  if (result.outcome !== 'signedIn') return refuse(parts, req, res, 'noPassword');
  if (!(await parts.arrive(req, res, result))) say(parts, req, res, 'expired');
}

async function link(
  parts: AccountSignInParts,
  req: Request,
  res: Response,
  { factors }: AccountJourney,
  arrived: Arrived | null,
): Promise<void> {
  requireChanges(parts.switches());
  const { session } = req;
  const candidate =
    session.candidate === undefined
      ? null
      : await findSignedInCandidate(parts.db, session.candidate.id, req.sessionID);
  if (candidate === null) throw new AppError('signInNeeded', 401);
  const visit = { candidate, journey: req.sessionID, origin: getOrigin(req) };
  const said: LinkSaid =
    arrived === null ? 'expired' : await parts.links.link(visit, arrived.subject, factors);
  session.linkSaid = said;
  res.redirect(303, '/account-link');
}
