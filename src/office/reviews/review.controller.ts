import { type ReasonErrors, readListedReason, type TypedReason } from '../../domain/officers/reason.form';
import { listedReasons } from '../../domain/review-cases/refusal-reason.presenter';
import { judgePurpose, openingPurpose } from '../../domain/review-cases/review.service';
import type { ReviewCase } from '../../domain/review-cases/review-case';
import { findSentCase } from '../../domain/review-cases/review-case.repository';
import { findOpening } from '../../domain/review-cases/review-opening.repository';
import type { PictureSize } from '../../domain/review-cases/review-picture.repository';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import { notFound } from '../../infrastructure/errors';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readId } from '../../infrastructure/http/page-renderer';
import type { OfficerHandler, OfficerVisit } from '../as-officer';
import { authorOf } from '../author';
import { emptyJudgement, type JudgementErrors, readJudgement, type TypedJudgement } from './judgement.form';
import { openingReasons } from './opening-reasons';
import { type ReviewPages, showQueue } from './queue.controller';
import { getReviewView } from './review-view';
import { presentJudgeRefusal, presentReview } from './review-view.presenter';

interface Refusal {
  readonly opening?: { readonly typed: TypedReason; readonly errors: ReasonErrors };
  readonly judgement?: { readonly typed: TypedJudgement; readonly errors: JudgementErrors };
  /** Why a verdict did not count. */
  readonly refused?: string;
  readonly status?: number;
}

const PATH = '/office/reviews';
const JUDGED = ['verdict', 'reasons', 'cardName', 'cardNumber', 'declared'] as const;

async function getCase(pages: ReviewPages, { req }: OfficerVisit): Promise<ReviewCase> {
  const found = await findSentCase(pages.db, readId(req, 'review'));
  if (found === null) throw notFound();
  return found;
}

async function render(
  pages: ReviewPages,
  visit: OfficerVisit,
  found: ReviewCase,
  refusal: Refusal = {},
): Promise<void> {
  const { service, db, cipher, tokens } = pages;
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
  ({ service }: ReviewPages, size: PictureSize): OfficerHandler =>
  async ({ req, res, officer }) => {
    const caseId = readId(req, 'review');
    const id = readId(req, 'picture');
    const picture = await service.findPicture(officer, caseId, id, size);
    if (picture === null) throw notFound();
    // `no-store` is set for every answer.
    res.setHeader('Content-Type', 'image/jpeg');
    res.setHeader('Content-Length', picture.length);
    res.setHeader('Content-Disposition', 'inline');
    res.end(picture);
  };

async function showCase(pages: ReviewPages, visit: OfficerVisit): Promise<void> {
  return render(pages, visit, await getCase(pages, visit));
}

async function submitOpening(pages: ReviewPages, visit: OfficerVisit): Promise<void> {
  const found = await getCase(pages, visit);
  const { typed, whole, errors } = readListedReason(visit.req, openingReasons);
  if (whole === null) return render(pages, visit, found, { opening: { typed, errors }, status: 422 });
  const bar = await pages.service.open(authorOf(visit), found.id, whole);
  if (bar !== null)
    return render(pages, visit, await getCase(pages, visit), {
      refused: presentJudgeRefusal(bar),
      status: 409,
    });
  visit.redirect(`${PATH}/${found.id}`, '已打开此件，请核对后提交结论。');
}

async function submitJudgement(pages: ReviewPages, visit: OfficerVisit): Promise<void> {
  const { db, cipher, service } = pages;
  const found = await getCase(pages, visit);
  const { offered } = await getReviewView(db, cipher, found);
  const { typed, value, errors } = readJudgement(visit.req, offered);
  if (value === null) return render(pages, visit, found, { judgement: { typed, errors }, status: 422 });
  const refusal = await service.judge(authorOf(visit), found.id, value);
  if (refusal === null) return visit.redirect(PATH, `已提交第${found.id}号的审核结论。`);
  const refused = presentJudgeRefusal(refusal);
  const status = refusal === 'differs' || refusal === 'notSent' ? 422 : 409;
  await render(pages, visit, await getCase(pages, visit), {
    judgement: { typed, errors: {} },
    refused,
    status,
  });
}

/** 身份核验审核: the queue of 客服, and one case of it. */
export function createReviewControllers(pages: ReviewPages) {
  return {
    ...bindParts(pages, { list: showQueue, show: showCase, open: submitOpening, judge: submitJudgement }),
    showPicture: sendPicture(pages, 'picture'),
    showBlurred: sendPicture(pages, 'blurred'),
  } satisfies Record<string, OfficerHandler>;
}

export type ReviewControllers = ReturnType<typeof createReviewControllers>;
