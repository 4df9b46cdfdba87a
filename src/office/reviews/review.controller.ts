import type { Knex } from 'knex';
import { openIdentity } from '../../domain/accounts/sealed';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { type ReasonErrors, readListedReason, type TypedReason } from '../../domain/officers/reason.form';
import { listedReasons } from '../../domain/review-cases/refusal-reason.presenter';
import { judgePurpose, openingPurpose, type ReviewService } from '../../domain/review-cases/review.service';
import type { ReviewCase } from '../../domain/review-cases/review-case';
import { nameState, presentDeadline } from '../../domain/review-cases/review-case.presenter';
import { findSentCase } from '../../domain/review-cases/review-case.repository';
import { findOpening } from '../../domain/review-cases/review-opening.repository';
import type { PictureSize } from '../../domain/review-cases/review-picture.repository';
import { wallClock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField, readId } from '../../infrastructure/http/page-renderer';
import type { Cipher } from '../../infrastructure/security/cipher';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import { maskDocumentNumber, maskName } from '../../rules/identity/masking';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { emptyJudgement, type JudgementErrors, readJudgement, type TypedJudgement } from './judgement.form';
import { openingReasons } from './opening-reasons';
import { listOwnDecided, listWaitingCases, type QueuedCase } from './review-queue.repository';
import { getReviewView } from './review-view';
import { presentJudgeRefusal, presentReview } from './review-view.presenter';

export interface ReviewControllers {
  readonly list: OfficerHandler;
  readonly show: OfficerHandler;
  readonly open: OfficerHandler;
  readonly judge: OfficerHandler;
  readonly showPicture: OfficerHandler;
  readonly showBlurred: OfficerHandler;
}

interface ReviewPages {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
  readonly service: ReviewService;
}

interface Refusal {
  readonly opening?: { readonly typed: TypedReason; readonly errors: ReasonErrors };
  readonly judgement?: { readonly typed: TypedJudgement; readonly errors: JudgementErrors };
  /** Why a verdict did not count. */
  readonly refused?: string;
  readonly status?: number;
}

const PATH = '/office/reviews';
const JUDGED = ['verdict', 'reasons', 'cardName', 'cardNumber', 'declared'] as const;

/** 身份核验审核: the queue of 客服, and one case of it. */
export function createReviewControllers({ db, cipher, tokens, service }: ReviewPages): ReviewControllers {
  function presentQueued(one: QueuedCase, now: number) {
    return {
      id: one.id,
      contested: one.contested,
      name: maskName(one.name),
      number: maskDocumentNumber(openIdentity(cipher, one.identityCipher)),
      submittedAt: formatMinute(one.submittedAt),
      deadline: presentDeadline(one.deadlineAt, now),
      heardAt: one.heardAt !== null && one.heardAt.getTime() > now ? formatMinute(one.heardAt) : '',
      decidedAt: one.decidedAt === null ? '' : formatInstant(one.decidedAt),
      state: nameState(one.state),
      judged: one.judged,
    };
  }

  async function getCase({ req }: OfficerVisit): Promise<ReviewCase> {
    const id = readId(req, 'review');
    const found = id === null ? null : await findSentCase(db, id);
    if (found === null) throw notFound();
    return found;
  }

  async function render(visit: OfficerVisit, found: ReviewCase, refusal: Refusal = {}): Promise<void> {
    const { officer } = visit;
    const { opening, judgement, refused = '', status = 200 } = refusal;
    const bar = await service.findBar(officer, found);
    const openUntil = bar === null ? await findOpening(db, officer.id, found.id) : null;
    const view = await getReviewView(db, cipher, found);
    const review = presentReview(found, view, { openUntil, bar, now: wallClock() });
    visit.render(
      'account/review/review',
      {
        review,
        openingReasons,
        opening: opening ?? { typed: { reasonCode: 'review', reason: '' }, errors: {} },
        judgement: judgement ?? { typed: emptyJudgement, errors: {} },
        reasons: listedReasons,
        refused,
        faults: [
          ...listFaults(opening?.errors ?? {}, ['reasonCode', 'reason']),
          ...listFaults(judgement?.errors ?? {}, JUDGED),
        ],
        openToken: review.mayOpen ? tokens.issue(officer.id, openingPurpose(found.id)) : '',
        judgeToken: review.mayJudge ? tokens.issue(officer.id, judgePurpose(found.id)) : '',
      },
      { status },
    );
  }

  const sendPicture =
    (size: PictureSize): OfficerHandler =>
    async ({ req, res, officer }) => {
      const caseId = readId(req, 'review');
      const id = readId(req, 'picture');
      const picture =
        caseId === null || id === null ? null : await service.findPicture(officer, caseId, id, size);
      if (picture === null) throw notFound();
      // `no-store` stands over every answer.
      res.setHeader('Content-Type', 'image/jpeg');
      res.setHeader('Content-Length', picture.length);
      res.setHeader('Content-Disposition', 'inline');
      res.end(picture);
    };

  return {
    async list({ officer, askedTable, sendTable, render: send }) {
      const now = wallClock();
      const waiting = (await listWaitingCases(db, officer.id)).map((one) => presentQueued(one, now));
      const decided = (await listOwnDecided(db, officer.id)).map((one) => presentQueued(one, now));
      if (askedTable !== null)
        return sendTable({
          name: '身份核验审核',
          plainName: 'reviews',
          ...tabulate(
            [
              ['编号', ({ id }) => id],
              ['类型', ({ contested }) => (contested ? '有异议' : '证件重复')],
              ['姓名', ({ name }) => name],
              ['证件号码', ({ number }) => number],
              ['提交时间', ({ submittedAt }) => submittedAt],
              ['期限', ({ deadline }) => deadline.at],
              ['状态', ({ state }) => state],
              ['办结时间', ({ decidedAt }) => decidedAt],
            ],
            [...waiting, ...decided],
          ),
        });
      send('account/review/queue', {
        waiting: waiting.filter(({ judged }) => !judged),
        judged: waiting.filter(({ judged }) => judged),
        decided,
        now: formatMinute(new Date(now)),
      });
    },

    show: async (visit) => render(visit, await getCase(visit)),

    async open(visit) {
      const found = await getCase(visit);
      const { typed, whole, errors } = readListedReason(visit.req, openingReasons);
      if (whole === null) return render(visit, found, { opening: { typed, errors }, status: 422 });
      const { officer, origin, req } = visit;
      const author = { officer, origin, token: readField(req, 'formToken') };
      const bar = await service.open(author, found.id, whole);
      if (bar !== null)
        return render(visit, await getCase(visit), { refused: presentJudgeRefusal(bar), status: 409 });
      visit.redirect(`${PATH}/${found.id}`, '已打开此件，请核对后提交结论。');
    },

    async judge(visit) {
      const found = await getCase(visit);
      const { officer, origin, req } = visit;
      const { offered } = await getReviewView(db, cipher, found);
      const { typed, value, errors } = readJudgement(req, offered);
      if (value === null) return render(visit, found, { judgement: { typed, errors }, status: 422 });
      const author = { officer, origin, token: readField(req, 'formToken') };
      const refusal = await service.judge(author, found.id, value);
      if (refusal === null) return visit.redirect(PATH, `已提交第${found.id}号的审核结论。`);
      const refused = presentJudgeRefusal(refusal);
      const status = refusal === 'differs' || refusal === 'notSent' ? 422 : 409;
      await render(visit, await getCase(visit), { judgement: { typed, errors: {} }, refused, status });
    },

    showPicture: sendPicture('picture'),
    showBlurred: sendPicture('blurred'),
  };
}
