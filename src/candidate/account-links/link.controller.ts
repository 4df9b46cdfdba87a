import type { AccountLinkService, LinkVisit } from '../../domain/account-links/account-link.service';
import {
  type OwnerErrors,
  presentOwnerRefusal,
  presentOwnerStep,
} from '../../domain/credentials/owner-step.presenter';
import { presentCodeSending } from '../../domain/identity/proof-step.presenter';
import { formatInstant } from '../../infrastructure/format-time';
import type { AccountDeparture } from '../../infrastructure/http/account-departure';
import { readField } from '../../infrastructure/http/page-renderer';
import type { RelyingParty } from '../../infrastructure/relying-party/relying-party';
import type { CandidateHandler, CandidateVisit } from '../as-candidate';
import { createAccountJourney, type LinkSaid } from './session-data';

export interface AccountLinkControllers {
  readonly show: CandidateHandler;
  readonly sendCode: CandidateHandler;
  readonly start: CandidateHandler;
  readonly unlink: CandidateHandler;
}

const sentences: Readonly<Record<LinkSaid, { readonly text: string; readonly kind: 'done' | 'error' }>> = {
  linked: { kind: 'done', text: '学信网账号关联成功，以后可以在登录页面点击“用学信网账号登录”。' },
  unlinked: { kind: 'done', text: '已取消关联，以后不能用学信网账号登录。' },
  otherPerson: {
    kind: 'error',
    text: '此学信网账号的证件号码与考生的证件号码不一致，没有关联。请退出此学信网账号，用您本人的学信网账号重新关联。',
  },
  taken: {
    kind: 'error',
    text: '此学信网账号已关联其他考生号，一个学信网账号只能关联一个考生号。请先用该考生号登录，取消关联。',
  },
  refused: { kind: 'error', text: '关联期间您的安全措施或学信网账号发生了变化，没有关联。请重新关联。' },
  expired: { kind: 'error', text: '没有完成学信网账号的登录或授权，没有关联。请重新关联。' },
};

function toLinkVisit({ req, candidate, origin }: CandidateVisit): LinkVisit {
  return { candidate, journey: req.sessionID, origin };
}

/** 关联学信网账号, behind the step of the ladder. `sender` is the number from which messages come. */
export function createAccountLinkControllers(
  service: AccountLinkService,
  party: RelyingParty,
  sender: () => string,
  departure: AccountDeparture,
): AccountLinkControllers {
  async function render(visit: CandidateVisit, errors: OwnerErrors, status: number): Promise<void> {
    const { link, owner } = await service.getPage(toLinkVisit(visit));
    const { session } = visit.req;
    const said = session.linkSaid === undefined ? null : sentences[session.linkSaid];
    delete session.linkSaid;
    visit.render(
      'candidate/account-links/link',
      {
        linkedAt: link === null ? '' : formatInstant(link.linkedAt),
        owner: presentOwnerStep(owner, sender(), errors),
        said,
      },
      { status },
    );
  }

  const readAnswer = ({ req }: CandidateVisit) => ({
    password: readField(req, 'password'),
    phrase: readField(req, 'phrase'),
    answer: readField(req, 'answer'),
  });

  return {
    show: (visit) => render(visit, {}, 200),

    async sendCode(visit) {
      const answer = presentCodeSending(await service.sendCode(toLinkVisit(visit)));
      await render(visit, { answer }, answer === '' ? 200 : 429);
    },

    async start(visit) {
      const result = await service.start(toLinkVisit(visit), readAnswer(visit));
      if (result.outcome === 'ownerRefused') {
        const { owner } = await service.getPage(toLinkVisit(visit));
        return render(visit, presentOwnerRefusal(result.check, owner), 422);
      }
      const { url, request } = await party.begin('openid');
      departure.expect(visit.res);
      visit.req.session.accountJourney = createAccountJourney('link', request, result.factors);
      visit.redirect(url);
    },

    async unlink(visit) {
      const result = await service.unlink(toLinkVisit(visit), readAnswer(visit));
      if (result.outcome === 'ownerRefused') {
        const { owner } = await service.getPage(toLinkVisit(visit));
        return render(visit, presentOwnerRefusal(result.check, owner), 422);
      }
      visit.req.session.linkSaid = 'unlinked';
      visit.redirect('/account-link');
    },
  };
}
