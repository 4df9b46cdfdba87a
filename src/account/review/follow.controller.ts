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
import { wallClock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readField } from '../../infrastructure/http/page-renderer';
import type { Cipher } from '../../infrastructure/security/cipher';
import { maskDocumentNumber } from '../../rules/identity/masking';
import type { AccountHandler, AccountVisit } from '../as-account';
import type { BindingService } from './real-name-binding.service';

export interface FollowControllers {
  /** 证件重复-客服审核. */
  readonly follow: AccountHandler;
  /** 实名信息绑定. */
  readonly showBinding: AccountHandler;
  readonly sendCode: AccountHandler;
  readonly bind: AccountHandler;
}

const PATH = '/account/review';

/** What an applicant sees after the pictures were sent. */
export function createFollowControllers(
  db: Knex,
  cipher: Cipher,
  binding: BindingService,
): FollowControllers {
  async function renderBinding(
    visit: AccountVisit,
    found: ReviewCase,
    { error = '', unconfirmed = '', status = 200, limited = null as Limited | null } = {},
  ): Promise<void> {
    const { account } = visit;
    const { state, to } = await binding.describe(account, found);
    visit.render(
      'account/review/binding',
      {
        name: account.name,
        number: maskDocumentNumber(openIdentity(cipher, account.identityCipher)),
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

  async function withApproved(visit: AccountVisit, work: (found: ReviewCase) => Promise<void>) {
    const found = await binding.find(visit.account);
    if (found === null) return visit.redirect(PATH);
    await work(found);
  }

  return {
    async follow({ account, render }) {
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
    },

    showBinding: (visit) => withApproved(visit, (found) => renderBinding(visit, found)),

    sendCode: (visit) =>
      withApproved(visit, async (found) => {
        const sending = await binding.sendCode(visit.account, found, visit.origin);
        if (sending.outcome === 'limited')
          return renderBinding(visit, found, { status: 429, limited: sending });
        const error = presentCodeSending(sending);
        await renderBinding(visit, found, { error, status: error === '' ? 200 : 429 });
      }),

    bind: (visit) =>
      withApproved(visit, async (found) => {
        const { req, account, origin } = visit;
        if (readField(req, 'confirmed') !== 'yes') {
          const unconfirmed = '请核对姓名和证件号码，一致的请先勾选！';
          return renderBinding(visit, found, { unconfirmed, status: 422 });
        }
        const result = await binding.bind(account, found, readField(req, 'answer'), origin);
        switch (result.outcome) {
          case 'bound':
            return visit.redirect('/account');
          case 'changed':
            return visit.redirect(PATH);
          case 'limited':
            return renderBinding(visit, found, { status: 429, limited: result });
          case 'wrong': {
            const error = '验证码错误或已失效，请检查后重新输入，或重新获取！';
            return renderBinding(visit, found, { error, status: 422 });
          }
        }
      }),
  };
}
