import { presentCodeStep } from '../../domain/accounts/code-step.presenter';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { providerNames } from '../../domain/accounts/provider-names';
import { openAccountPhone, openEmail } from '../../domain/accounts/sealed';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskEmail, maskPhone } from '../../rules/identity/masking';
import type { AccountVisit } from '../as-account';
import type { ContactService } from './contact.service';
import type { ContactChange } from './session-data';

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
export function gatherParts(
  what: ContactChange['what'],
  service: ContactService,
  cipher: Cipher,
  { scanKinds, listFactorKinds }: ContactPages,
) {
  const text = texts[what];
  return { cipher, what, text, service, listFactorKinds, scanKinds };
}

export type Parts = ReturnType<typeof gatherParts>;

export async function render(
  parts: Parts,
  visit: AccountVisit,
  errors: Errors,
  { status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const { cipher, what, text, service } = parts;
  const { account, req } = visit;
  const { emailCipher, emailBoundAt } = account;
  const email = emailCipher === null ? '' : openEmail(cipher, emailCipher, account.userName);
  const done = req.session.contactDone;
  delete req.session.contactDone;
  visit.render(
    `account/centre/${what}`,
    {
      page: text,
      held: what === 'phone' && (await service.isHeld(account)),
      pending: what === 'email' && email !== '' && emailBoundAt === null ? maskEmail(email) : '',
      bound:
        what === 'phone' ? maskPhone(openAccountPhone(cipher, account.phoneCipher, account.userName)) : '',
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

export async function renderStep(
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
