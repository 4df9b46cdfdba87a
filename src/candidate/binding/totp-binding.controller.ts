import { bindParts } from '../../infrastructure/bind-parts';
import 'express-session';
import {
  type OwnerErrors,
  presentOwnerRefusal,
  presentOwnerStep,
} from '../../domain/credentials/owner-step.presenter';
import { presentCodeSending } from '../../domain/identity/proof-step.presenter';
import { readField } from '../../infrastructure/http/page-renderer';
import { drawQrCode } from '../../infrastructure/qr-code';
import type { CandidateVisit } from '../as-candidate';
import {
  type BindingVisit,
  findTotpBinding,
  type TotpBinding,
  type TotpBindingService,
} from './totp-binding.service';

declare module 'express-session' {
  interface SessionData {
    totpBinding?: TotpBinding;
    /** What the last visit came to, to be shown once. */
    totpDone?: 'bound' | 'unbound';
  }
}

const done = {
  bound: '动态密码绑定成功，以后登录时要输入动态密码。',
  unbound: '动态密码已解除绑定。',
} as const;

interface TotpBindingParts {
  readonly service: TotpBindingService;
  readonly sender: () => string;
}

/** 绑定动态密码. */
export function createTotpBindingControllers(service: TotpBindingService, sender: () => string) {
  const parts: TotpBindingParts = { service, sender };
  return { ...bindParts(parts, { show, sendCode, start, showSecret, confirm, unbind }), showApps };
}

export type TotpBindingControllers = ReturnType<typeof createTotpBindingControllers>;

const show = (parts: TotpBindingParts, visit: CandidateVisit) => render(parts, visit, {}, 200);

async function sendCode(parts: TotpBindingParts, visit: CandidateVisit): Promise<void> {
  const answer = presentCodeSending(await parts.service.sendCode(visitOf(visit)));
  await render(parts, visit, { answer }, answer === '' ? 200 : 429);
}

async function start(parts: TotpBindingParts, visit: CandidateVisit): Promise<void> {
  const { req } = visit;
  const result = await parts.service.start(visitOf(visit), {
    password: readField(req, 'password'),
    phrase: readField(req, 'phrase'),
    answer: readField(req, 'answer'),
  });
  if (result.outcome === 'started') {
    req.session.totpBinding = result.binding;
    return visit.redirect('/dynamic-password/secret');
  }
  const { owner } = await parts.service.getPage(visitOf(visit));
  await render(parts, visit, presentOwnerRefusal(result.check, owner), 422);
}

async function showSecret(parts: TotpBindingParts, visit: CandidateVisit): Promise<void> {
  const binding = findTotpBinding(visit.req.session);
  if (binding === null) visit.redirect('/dynamic-password');
  else await renderSecret(parts, visit, binding, '', 200);
}

async function confirm(parts: TotpBindingParts, visit: CandidateVisit): Promise<void> {
  const { req } = visit;
  const binding = findTotpBinding(req.session);
  if (binding === null) return visit.redirect('/dynamic-password');
  const result = await parts.service.confirm(visitOf(visit), binding, readField(req, 'answer'));
  if (result === 'wrong') return renderSecret(parts, visit, binding, '动态密码错误，请检查后重新输入！', 422);
  delete req.session.totpBinding;
  req.session.totpDone = 'bound';
  visit.redirect('/dynamic-password');
}

async function unbind(parts: TotpBindingParts, visit: CandidateVisit): Promise<void> {
  const result = await parts.service.unbind(visitOf(visit), readField(visit.req, 'answer'));
  if (result.outcome === 'unbound') {
    visit.req.session.totpDone = 'unbound';
    return visit.redirect('/dynamic-password');
  }
  const { owner } = await parts.service.getPage(visitOf(visit));
  await render(parts, visit, presentOwnerRefusal(result.check, owner), 422);
}

const showApps = (visit: CandidateVisit) => visit.render('candidate/binding/authenticator-apps', {});

const visitOf = ({ req, candidate, origin }: CandidateVisit): BindingVisit => ({
  candidate,
  journey: req.sessionID,
  origin,
});

async function render(
  parts: TotpBindingParts,
  visit: CandidateVisit,
  errors: OwnerErrors,
  status: number,
): Promise<void> {
  const { service, sender } = parts;
  const { bound, owner } = await service.getPage(visitOf(visit));
  const { session } = visit.req;
  const said = session.totpDone === undefined ? '' : done[session.totpDone];
  delete session.totpDone;
  visit.render(
    'candidate/binding/dynamic-password',
    { bound, owner: presentOwnerStep(owner, sender(), errors), done: said },
    { status },
  );
}

async function renderSecret(
  parts: TotpBindingParts,
  visit: CandidateVisit,
  binding: TotpBinding,
  error: string,
  status: number,
): Promise<void> {
  const secret = parts.service.getSecret(visitOf(visit), binding);
  const qrCode = await drawQrCode(secret.address);
  visit.render('candidate/binding/secret', { ...secret, qrCode, error }, { status });
}
