import { bindParts } from '../../infrastructure/bind-parts';
import 'express-session';
import {
  type OwnerErrors,
  presentOwnerRefusal,
  presentOwnerStep,
} from '../../domain/credentials/owner-step.presenter';
import { presentCodeSending } from '../../domain/identity/proof-step.presenter';
import { GatewayError } from '../../domain/messages/gateway';
import { wallClock } from '../../infrastructure/clock';
import { readField } from '../../infrastructure/http/page-renderer';
import { drawQrCode } from '../../infrastructure/qr-code';
import type { CandidateVisit } from '../as-candidate';
import type { BindingVisit } from './totp-binding.service';
import type { WechatBinding, WechatBindingService } from './wechat-binding.service';

type Said = 'bound' | 'unbound' | 'taken' | 'refused' | 'expired' | 'unreachable';

declare module 'express-session' {
  interface SessionData {
    wechatBinding?: WechatBinding;
    /** What the last visit came to, to be shown once. */
    wechatSaid?: Said;
  }
}

const sentences: Readonly<Record<Said, { readonly text: string; readonly kind: 'done' | 'error' }>> = {
  bound: { kind: 'done', text: '微信绑定成功，以后验证码和提醒将通过微信公众号发送。' },
  unbound: { kind: 'done', text: '微信已解除绑定。' },
  taken: {
    kind: 'error',
    text: '扫描二维码的微信已绑定其他考生，一个微信只能绑定一名考生。请换一个微信，或先在原考生号中解除绑定。',
  },
  refused: { kind: 'error', text: '绑定期间您的安全措施发生了变化，没有绑定，请重新绑定。' },
  expired: { kind: 'error', text: '二维码已失效，没有绑定，请重新绑定。' },
  unreachable: { kind: 'error', text: '微信公众号暂时无法连接，没有绑定，请稍后再试。' },
};

interface WechatBindingParts {
  readonly service: WechatBindingService;
  readonly sender: () => string;
}

/** 微信公众号: follow and bind by QR code. */
export function createWechatBindingControllers(service: WechatBindingService, sender: () => string) {
  const parts: WechatBindingParts = { service, sender };
  return bindParts(parts, { show, sendCode, start, showTicket, unbind });
}

export type WechatBindingControllers = ReturnType<typeof createWechatBindingControllers>;

const show = (parts: WechatBindingParts, visit: CandidateVisit) => render(parts, visit, {}, 200);

async function sendCode(parts: WechatBindingParts, visit: CandidateVisit): Promise<void> {
  const answer = presentCodeSending(await parts.service.sendCode(visitOf(visit)));
  await render(parts, visit, { answer }, answer === '' ? 200 : 429);
}

async function start(parts: WechatBindingParts, visit: CandidateVisit): Promise<void> {
  const { req } = visit;
  const answer = {
    password: readField(req, 'password'),
    phrase: readField(req, 'phrase'),
    answer: readField(req, 'answer'),
  };
  const result = await parts.service.start(visitOf(visit), answer).catch((error: unknown) => {
    if (error instanceof GatewayError) return null;
    throw error;
  });
  if (result === null) return sayAtEntrance(visit, 'unreachable');
  if (result.outcome === 'started') {
    req.session.wechatBinding = result.binding;
    return visit.redirect('/wechat/ticket');
  }
  const { owner } = await parts.service.getPage(visitOf(visit));
  await render(parts, visit, presentOwnerRefusal(result.check, owner), 422);
}

async function showTicket({ service }: WechatBindingParts, visit: CandidateVisit): Promise<void> {
  const binding = visit.req.session.wechatBinding;
  if (binding === undefined) return visit.redirect('/wechat');
  const outcome = await service.findOutcome(binding);
  if (outcome !== null) return sayAtEntrance(visit, outcome);
  if (binding.until <= wallClock()) return sayAtEntrance(visit, 'expired');
  visit.render('candidate/binding/ticket', {
    scene: binding.scene,
    qrCode: await drawQrCode(binding.qrContent),
    // The demo's account leads to the page that plays the phone.
    phone: new URL(binding.qrContent).pathname === '/demo/wechat' ? binding.qrContent : null,
    until: new Date(binding.until),
  });
}

async function unbind(parts: WechatBindingParts, visit: CandidateVisit): Promise<void> {
  const result = await parts.service.unbind(visitOf(visit), readField(visit.req, 'answer'));
  if (result.outcome === 'unbound') return sayAtEntrance(visit, 'unbound');
  const { owner } = await parts.service.getPage(visitOf(visit));
  await render(parts, visit, presentOwnerRefusal(result.check, owner), 422);
}

const visitOf = ({ req, candidate, origin }: CandidateVisit): BindingVisit => ({
  candidate,
  journey: req.sessionID,
  origin,
});

async function render(
  parts: WechatBindingParts,
  visit: CandidateVisit,
  errors: OwnerErrors,
  status: number,
): Promise<void> {
  const { service, sender } = parts;
  const { offered, bound, owner } = await service.getPage(visitOf(visit));
  const { session } = visit.req;
  const said = session.wechatSaid === undefined ? null : sentences[session.wechatSaid];
  delete session.wechatSaid;
  visit.render(
    'candidate/binding/wechat',
    { offered, bound, owner: presentOwnerStep(owner, sender(), errors), said },
    { status },
  );
}

function sayAtEntrance({ req, redirect }: CandidateVisit, said: Said): void {
  delete req.session.wechatBinding;
  req.session.wechatSaid = said;
  redirect('/wechat');
}
