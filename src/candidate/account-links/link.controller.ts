import type { AccountLinkService, LinkVisit } from '../../domain/account-links/account-link.service';
import {
  type OwnerErrors,
  presentOwnerRefusal,
  presentOwnerStep,
} from '../../domain/credentials/owner-step.presenter';
import { presentCodeSending } from '../../domain/identity/proof-step.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { formatInstant } from '../../infrastructure/format-time';
import type { AccountDeparture } from '../../infrastructure/http/account-departure';
import { readOpenedAt } from '../../infrastructure/http/opened-at';
import { readField } from '../../infrastructure/http/page-renderer';
import type { RelyingParty } from '../../infrastructure/relying-party/relying-party';
import type { CandidateVisit } from '../as-candidate';
import { createAccountJourney, type LinkSaid } from './session-data';

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

interface AccountLinkParts {
  readonly service: AccountLinkService;
  readonly party: RelyingParty;
  readonly sender: () => string;
  readonly departure: AccountDeparture;
}

/** 关联学信网账号, behind the step of the ladder. `sender` is the number from which messages come. */
export function createAccountLinkControllers(
  service: AccountLinkService,
  party: RelyingParty,
  sender: () => string,
  departure: AccountDeparture,
) {
  const parts: AccountLinkParts = { service, party, sender, departure };
  return bindParts(parts, { show, sendCode, start, unlink });
}

export type AccountLinkControllers = ReturnType<typeof createAccountLinkControllers>;

const show = (parts: AccountLinkParts, visit: CandidateVisit) => render(parts, visit, {}, 200);

async function sendCode(parts: AccountLinkParts, visit: CandidateVisit): Promise<void> {
  const answer = presentCodeSending(await parts.service.sendCode(toLinkVisit(visit)));
  await render(parts, visit, { answer }, answer === '' ? 200 : 429);
}

async function start(parts: AccountLinkParts, visit: CandidateVisit): Promise<void> {
  const { service, party, departure } = parts;
  // First: what proves the owner is used up by the step.
  const { url, request } = await party.begin(readOpenedAt(visit.req, '/account-link'), { scope: 'openid' });
  const result = await service.start(toLinkVisit(visit), readAnswer(visit));
  if (result.outcome === 'ownerRefused') {
    const { owner } = await service.getPage(toLinkVisit(visit));
    return render(parts, visit, presentOwnerRefusal(result.check, owner), 422);
  }
  departure.expect(visit.res);
  visit.req.session.accountJourney = createAccountJourney('link', request, result.factors);
  visit.redirect(url);
}

async function unlink(parts: AccountLinkParts, visit: CandidateVisit): Promise<void> {
  const result = await parts.service.unlink(toLinkVisit(visit), readAnswer(visit));
  if (result.outcome === 'ownerRefused') {
    const { owner } = await parts.service.getPage(toLinkVisit(visit));
    return render(parts, visit, presentOwnerRefusal(result.check, owner), 422);
  }
  visit.req.session.linkSaid = 'unlinked';
  visit.redirect('/account-link');
}

async function render(
  parts: AccountLinkParts,
  visit: CandidateVisit,
  errors: OwnerErrors,
  status: number,
): Promise<void> {
  const { service, sender } = parts;
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
