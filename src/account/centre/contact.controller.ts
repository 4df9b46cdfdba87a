import type { Request } from 'express';
import type { SignedInAccount } from '../../domain/accounts/account-session.repository';
import { presentCodeSending } from '../../domain/accounts/code-step.presenter';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import { presentPhoneFault } from '../../domain/phones/phone-fault.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Origin } from '../../infrastructure/origin';
import { isEmail, normaliseEmail } from '../../rules/identity/email';
import { findPhoneFault, normalisePhone } from '../../rules/identity/phone';
import type { AccountVisit } from '../as-account';
import { gatherParts, type Parts, render, renderStep } from './contact-pages.controller';
import { presentWrongPassword } from './password.controller';
import { type ContactChange, findContactChange } from './session-data';

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
    await enterStep(parts, visit, service.begin(visit.account, what, next.value));
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
