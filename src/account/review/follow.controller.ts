import type { Knex } from 'knex';
import { presentCodeSending, presentCodeStep } from '../../domain/accounts/code-step.presenter';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import { openIdentity } from '../../domain/accounts/sealed';
import { joinReasons } from '../../domain/review-cases/refusal-reason.presenter';
import type { ReviewCase } from '../../domain/review-cases/review-case';
import { presentFollowed } from '../../domain/review-cases/review-case.presenter';
import { findApplicant, findCaseOf, isParty } from '../../domain/review-cases/review-party';
import { listSides } from '../../domain/review-cases/review-side.repository';
import { listVerdicts } from '../../domain/review-cases/review-verdict.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskDocumentNumber } from '../../rules/identity/masking';
import type { AccountVisit } from '../as-account';
import type { BindingService } from './real-name-binding.service';

const PATH = '/account/review';

interface FollowParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly binding: BindingService;
}

/** What an applicant sees after the pictures were sent. */
export function createFollowControllers(db: Knex, cipher: Cipher, binding: BindingService) {
  const parts: FollowParts = { db, cipher, binding };
  return bindParts(parts, { follow, showBinding, sendCode, bind });
}

export type FollowControllers = ReturnType<typeof createFollowControllers>;

/** 证件重复-客服审核. */
async function follow({ db }: FollowParts, { account, render }: AccountVisit): Promise<void> {
  const party = await findApplicant(db, account);
  if (!isParty(party)) throw notFound();
  const found = await findCaseOf(db, party);
  const isRefused = found?.state === 'refused';
  const verdicts = found !== null && isRefused ? await listVerdicts(db, found) : [];
  const sides = found === null ? [] : await listSides(db, found.id);
  render('account/review/follow', {
    case:
      found &&
      presentFollowed(
        found,
        isRefused ? joinReasons(verdicts.map(({ reasons }) => reasons)) : [],
        wallClock(),
      ),
    contested: party.contest !== null,
    stands: account.status === 'active',
    sent: sides.some(({ accountId, sentAt }) => accountId === account.id && sentAt !== null),
  });
}

/** 实名信息绑定. */
const showBinding = (parts: FollowParts, visit: AccountVisit) =>
  withApproved(parts, visit, (found) => renderBinding(parts, visit, found));

const sendCode = (parts: FollowParts, visit: AccountVisit) =>
  withApproved(parts, visit, async (found) => {
    const sending = await parts.binding.sendCode(visit.account, found, visit.origin);
    if (sending.outcome === 'limited')
      return renderBinding(parts, visit, found, { status: 429, limited: sending });
    const error = presentCodeSending(sending);
    await renderBinding(parts, visit, found, { error, status: error === '' ? 200 : 429 });
  });

const bind = (parts: FollowParts, visit: AccountVisit) =>
  withApproved(parts, visit, async (found) => {
    const { req, account, origin } = visit;
    if (readField(req, 'confirmed') !== 'yes') {
      const unconfirmed = '请核对姓名和证件号码，一致的请先勾选！';
      return renderBinding(parts, visit, found, { unconfirmed, status: 422 });
    }
    const result = await parts.binding.bind(account, found, readField(req, 'answer'), origin);
    switch (result.outcome) {
      case 'bound':
        return visit.redirect('/account');
      case 'changed':
        return visit.redirect(PATH);
      case 'limited':
        return renderBinding(parts, visit, found, { status: 429, limited: result });
      case 'wrong': {
        const error = '验证码错误或已失效，请检查后重新输入，或重新获取！';
        return renderBinding(parts, visit, found, { error, status: 422 });
      }
    }
  });

async function renderBinding(
  parts: FollowParts,
  visit: AccountVisit,
  found: ReviewCase,
  { error = '', unconfirmed = '', status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const { binding, cipher } = parts;
  const { account } = visit;
  const { state, to } = await binding.describe(account, found);
  visit.render(
    'account/review/binding',
    {
      name: account.name,
      number: maskDocumentNumber(openIdentity(cipher, account.identityCipher, account.userName)),
      until: found.bindUntil === null ? '' : formatInstant(found.bindUntil),
      step: presentCodeStep(state, to),
      confirmed: readField(visit.req, 'confirmed') === 'yes',
      unconfirmed,
      error,
      limit: limited && presentLimit(limited),
    },
    { status },
  );
}

async function withApproved(
  parts: FollowParts,
  visit: AccountVisit,
  work: (found: ReviewCase) => Promise<void>,
) {
  const found = await parts.binding.find(visit.account);
  if (found === null) return visit.redirect(PATH);
  await work(found);
}
