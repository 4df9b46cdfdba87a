import type { Request } from 'express';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { presentCodeSending, presentCodeStep } from '../../domain/accounts/code-step.presenter';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { providerNames } from '../../domain/accounts/provider-names';
import { openAccountPhone, openEmail } from '../../domain/accounts/sealed';
import { presentPhoneFault } from '../../domain/identity/phone-fault.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Origin } from '../../infrastructure/origin';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isEmail, normaliseEmail } from '../../rules/identity/email';
import { maskEmail, maskPhone } from '../../rules/identity/masking';
import { findPhoneFault, normalisePhone } from '../../rules/identity/phone';
import type { AccountVisit } from '../as-account';
import type { ContactService } from './contact.service';
import { presentWrongPassword } from './password.controller';
import { type ContactChange, findContactChange } from './session-data';

type Errors = Partial<Record<'next' | 'current' | 'unbinding', string>>;

const texts = {
  phone: {
    path: '/account/phone',
    title: '修改手机号码',
    taken: '手机号码已被注册，请更换手机号码！',
    done: '手机号码已修改。',
  },
  email: {
    path: '/account/email',
    title: '安全邮箱',
    taken: '此邮箱已使用过，请更换没有使用记录的邮箱！',
    done: '安全邮箱已绑定。',
  },
} as const;

interface ContactPages {
  /** What may stand for the code to a phone that is gone: 微信 and 支付宝, as far as they are offered. */
  readonly scanKinds: readonly FactorKind[];
  /** What is bound to an account. */
  listFactorKinds(accountId: number): Promise<readonly FactorKind[]>;
}

/** What all the steps work with. */
function gatherParts(
  what: ContactChange['what'],
  service: ContactService,
  cipher: Cipher,
  { scanKinds, listFactorKinds }: ContactPages,
) {
  const text = texts[what];
  return { cipher, what, text, service, listFactorKinds, scanKinds };
}

type Parts = ReturnType<typeof gatherParts>;

/** 修改手机号码 or 安全邮箱: password, then a code to each of what goes and what comes. */
export function createContactControllers(...given: Parameters<typeof gatherParts>) {
  const parts = gatherParts(...given);
  return bindParts(parts, { passOldStep, show, submit, showStep, sendCode, answer, unbind });
}

export type ContactControllers = ReturnType<typeof createContactControllers>;

/** The old phone is gone, and whoever is here has scanned with what is bound: the code to the new one is next. */
async function passOldStep(
  { service }: Parts,
  req: Request,
  account: SignedInAccount,
  change: ContactChange,
  by: FactorKind,
  origin: Origin,
): Promise<void> {
  const next: ContactChange = { ...change, step: 'new', by };
  req.session.contactChange = next;
  await service.sendCode(account, next, origin);
}

const show = (parts: Parts, visit: AccountVisit) => render(parts, visit, {});

async function submit(parts: Parts, visit: AccountVisit): Promise<void> {
  const { what, service } = parts;
  if (what === 'phone' && (await service.isHeld(visit.account)))
    return render(parts, visit, {}, { status: 409 });
  const next = readNext(parts, visit);
  if (next.error !== '') return render(parts, visit, { next: next.error }, { status: 422 });
  if (await isConfirmed(parts, visit, 'current'))
    await enterStep(parts, visit, service.begin(what, next.value));
}

const showStep = (parts: Parts, visit: AccountVisit) =>
  withChange(parts, visit, (change) => renderStep(parts, visit, change));

const sendCode = (parts: Parts, visit: AccountVisit) =>
  withChange(parts, visit, async (change) => {
    const sending = await parts.service.sendCode(visit.account, change, visit.origin);
    if (sending.outcome === 'limited')
      return renderStep(parts, visit, change, { status: 429, limited: sending });
    const error = presentCodeSending(sending);
    await renderStep(parts, visit, change, { error, status: error === '' ? 200 : 429 });
  });

const answer = (parts: Parts, visit: AccountVisit) =>
  withChange(parts, visit, async (change) => {
    const { req, account, origin } = visit;
    const result = await parts.service.answer(account, change, readField(req, 'answer'), origin);
    switch (result.outcome) {
      case 'next':
        return enterStep(parts, visit, result.change);
      case 'done':
        delete req.session.contactChange;
        req.session.contactDone = parts.what;
        return visit.redirect(parts.text.path);
      case 'taken':
        delete req.session.contactChange;
        return render(parts, visit, { next: parts.text.taken }, { status: 409 });
      case 'limited':
        return renderStep(parts, visit, change, { status: 429, limited: result });
      case 'wrong': {
        const error = '验证码错误或已失效，请检查后重新输入，或重新获取！';
        return renderStep(parts, visit, change, { error, status: 422 });
      }
    }
  });

/** 解除绑定, of a mailbox. */
async function unbind(parts: Parts, visit: AccountVisit): Promise<void> {
  const { service, text } = parts;
  if (!(await isConfirmed(parts, visit, 'unbinding'))) return;
  await service.unbindEmail(visit.account, visit.origin);
  visit.req.session.contactDone = 'unbound';
  visit.redirect(text.path);
}

async function render(
  parts: Parts,
  visit: AccountVisit,
  errors: Errors,
  { status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const { cipher, what, text, service } = parts;
  const { account, req } = visit;
  const { emailCipher, emailBoundAt } = account;
  const email = emailCipher === null ? '' : openEmail(cipher, emailCipher);
  const done = req.session.contactDone;
  delete req.session.contactDone;
  visit.render(
    `account/centre/${what}`,
    {
      page: text,
      held: what === 'phone' && (await service.isHeld(account)),
      pending: what === 'email' && email !== '' && emailBoundAt === null ? maskEmail(email) : '',
      bound: what === 'phone' ? maskPhone(openAccountPhone(cipher, account.phoneCipher)) : '',
      email: emailBoundAt === null ? '' : maskEmail(email),
      next: readField(req, 'next') || (what === 'email' && emailBoundAt === null ? email : ''),
      done: describeDone(parts, done),
      limit: limited && presentLimit(limited),
      errors,
      faults: listFaults({ ...errors }, ['next', 'current', 'unbinding']),
    },
    { status },
  );
}

function describeDone(parts: Parts, done: ContactChange['what'] | 'unbound' | undefined): string {
  const { what, text } = parts;
  if (done === what) return text.done;
  return done === 'unbound' ? '安全邮箱已解除绑定。' : '';
}

async function renderStep(
  parts: Parts,
  visit: AccountVisit,
  change: ContactChange,
  { error = '', status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const { service, listFactorKinds, text, scanKinds } = parts;
  const { state, to } = await service.describe(visit.account, change);
  const bound = change.step === 'old' ? await listFactorKinds(visit.account.id) : [];
  visit.render(
    'account/centre/contact-step',
    {
      page: text,
      step: presentCodeStep(state, to),
      scans: scanKinds
        .filter((kind) => bound.includes(kind))
        .map((kind) => ({ kind, name: providerNames[kind] })),
      error,
      limit: limited && presentLimit(limited),
    },
    { status },
  );
}

/** Sends the code of a step as soon as it is reached. */
async function enterStep(parts: Parts, visit: AccountVisit, change: ContactChange): Promise<void> {
  const { service, text } = parts;
  visit.req.session.contactChange = change;
  const sending = await service.sendCode(visit.account, change, visit.origin);
  if (sending.outcome === 'limited')
    return renderStep(parts, visit, change, { status: 429, limited: sending });
  visit.redirect(`${text.path}/step`);
}

async function withChange(parts: Parts, visit: AccountVisit, work: (change: ContactChange) => Promise<void>) {
  const { what, text } = parts;
  const change = findContactChange(visit.req.session, what);
  if (change === null) return visit.redirect(text.path);
  await work(change);
}

function readNext(parts: Parts, visit: AccountVisit): { value: string; error: string } {
  const typed = readField(visit.req, 'next');
  if (parts.what === 'email') {
    const value = normaliseEmail(typed);
    return {
      value,
      error: isEmail(value) ? '' : '邮箱格式有误，应类似 name@example.com，请检查后重新输入！',
    };
  }
  const value = normalisePhone(typed);
  const fault = findPhoneFault(value, []);
  return { value, error: fault === null ? '' : presentPhoneFault(fault) };
}

/** Asks for the current password; what went wrong is shown, and false told. */
async function isConfirmed(
  parts: Parts,
  visit: AccountVisit,
  field: 'current' | 'unbinding',
): Promise<boolean> {
  const typed = readField(visit.req, field);
  const result = await parts.service.confirm(visit.account, typed, visit.origin);
  if (result.outcome === 'limited') await render(parts, visit, {}, { status: 429, limited: result });
  if (result.outcome === 'wrongPassword')
    await render(parts, visit, { [field]: presentWrongPassword(typed) }, { status: 422 });
  return result.outcome === 'confirmed';
}
