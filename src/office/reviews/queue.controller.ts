import type { Knex } from 'knex';
import { openIdentity } from '../../domain/accounts/sealed';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import type { ReviewService } from '../../domain/review-cases/review.service';
import { nameState, presentDeadline } from '../../domain/review-cases/review-case.presenter';
import { wallClock } from '../../infrastructure/clock';
import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import type { Cipher } from '../../infrastructure/security/cipher';
import { tabulate } from '../../infrastructure/spreadsheets/office-table';
import { maskDocumentNumber, maskName } from '../../rules/identity/masking';
import type { OfficerVisit } from '../as-officer';
import { listOwnDecided, listWaitingCases, type QueuedCase } from './review-queue.repository';

export interface ReviewPages {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
  readonly service: ReviewService;
}

function presentQueued(pages: ReviewPages, one: QueuedCase, now: number) {
  return {
    id: one.id,
    contested: one.contested,
    name: maskName(one.name),
    number: maskDocumentNumber(openIdentity(pages.cipher, one.identityCipher, one.userName)),
    submittedAt: formatMinute(one.submittedAt),
    deadline: presentDeadline(one.deadlineAt, now),
    heardAt: one.heardAt !== null && one.heardAt.getTime() > now ? formatMinute(one.heardAt) : '',
    decidedAt: one.decidedAt === null ? '' : formatInstant(one.decidedAt),
    state: nameState(one.state),
    judged: one.judged,
  };
}

/** What waits, and what the officer has decided. */
export async function showQueue(
  pages: ReviewPages,
  { officer, askedTable, sendTable, render: send }: OfficerVisit,
): Promise<void> {
  const { db } = pages;
  const now = wallClock();
  const waiting = (await listWaitingCases(db, officer.id)).map((one) => presentQueued(pages, one, now));
  const decided = (await listOwnDecided(db, officer.id)).map((one) => presentQueued(pages, one, now));
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
}
