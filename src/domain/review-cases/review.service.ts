import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { ReviewSettings } from '../../infrastructure/config/account-settings';
import { notFound } from '../../infrastructure/errors';
import type { Cipher } from '../../infrastructure/security/cipher';
import { isSameIndex } from '../../infrastructure/security/keyed-hash';
import { findJudgeBar, type JudgeBar, type Verdict } from '../../rules/account/review-verdicts';
import { normaliseDocument, splitDocumentNumber } from '../../rules/identity/identity-document';
import { normalisePersonName } from '../../rules/identity/person-name';
import type { Account } from '../accounts/account';
import { findAccount } from '../accounts/account.repository';
import { lockPerson } from '../accounts/ownership.repository';
import { findPerson } from '../accounts/person.repository';
import { indexIdentity, openIdentity } from '../accounts/sealed';
import type { OfficerAuthor } from '../officers/act-author';
import { auditOfficer } from '../officers/audit-officer';
import type { OfficeTokens } from '../officers/office-token.repository';
import type { Officer } from '../officers/officer';
import { areTwo } from '../officers/two-persons.repository';
import type { DecideByVerdicts } from './decide-case';
import type { RefusalReason } from './refusal-reason.presenter';
import type { ReviewCase } from './review-case';
import { findSentCase, lockCase } from './review-case.repository';
import { findOpening, putOpening, removeOpening } from './review-opening.repository';
import { findPicture, type PictureSize } from './review-picture.repository';
import { listSides } from './review-side.repository';
import { confirmStanding } from './review-standing';
import { insertVerdict, listVerdicts } from './review-verdict.repository';

/** What a reviewer has found; name and number are read off the pictures of the side that gets the number. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reasons: readonly RefusalReason[];
  readonly cardName: string;
  readonly cardNumber: string;
}

/**
 * `changed`: the case lapsed or went back into the queue · `notSent`: that side has sent no pictures · `differs`: what
 * was read is not what the account claims.
 */
export type JudgeRefusal = JudgeBar | 'changed' | 'notSent' | 'differs';

interface ReviewParts {
  readonly db: Knex;
  readonly cipher: Cipher;
  readonly tokens: OfficeTokens;
  readonly review: ReviewSettings;
  readonly decide: DecideByVerdicts;
}

const OPEN_MINUTES = 30;

export const openingPurpose = (caseId: number) => `openReview|${caseId}`;
export const judgePurpose = (caseId: number) => `judgeReview|${caseId}`;

/** The reviewers' half of 客服协助验证: two who do not know of each other's verdict. */
export function createReviewService(parts: ReviewParts) {
  return bindParts(parts, { findBar, open, findPicture: findOpenedPicture, judge });
}

export type ReviewService = ReturnType<typeof createReviewService>;

/** Why this reviewer may not judge now; null: they may. */
const findBar = ({ db }: ReviewParts, officer: Officer, found: ReviewCase): Promise<JudgeBar | null> =>
  findBarIn(db, officer, found);

/** Opens number and pictures, half an hour or until another; written down. @throws AppError notFound, csrf, actRepeated */
const open = (
  { db, tokens }: ReviewParts,
  { officer, origin, token }: OfficerAuthor,
  caseId: number,
  reason: string,
): Promise<JudgeBar | null> =>
  db.transaction(async (transaction) => {
    await tokens.use(transaction, token, officer.id, openingPurpose(caseId));
    const found = await lockWhole(transaction, caseId);
    const bar = await findBarIn(transaction, officer, found);
    if (bar !== null && bar !== 'notOpened') return bar;
    await putOpening(transaction, officer.id, caseId, OPEN_MINUTES);
    await auditOfficer(transaction, officer, origin, {
      action: 'openReview',
      subjectKind: 'reviewCase',
      subjectId: caseId,
      detail: { reason, account: found.accountId },
    });
    return null;
  });

/** A JPEG; clear ones only while the reviewer has the case open. Null: not there, or not to be seen. */
async function findOpenedPicture(
  { db, cipher }: ReviewParts,
  officer: Officer,
  caseId: number,
  id: number,
  size: PictureSize,
): Promise<Buffer | null> {
  const found = await findSentCase(db, caseId);
  if (found?.state !== 'waiting') return null;
  const opened = size === 'blurred' || (await findOpening(db, officer.id, caseId)) !== null;
  return opened ? findPicture(db, cipher, caseId, id, size) : null;
}

/** One of the verdicts that settle a case. @returns null when it counts. @throws AppError notFound, csrf, actRepeated */
const judge = (
  parts: ReviewParts,
  { officer, origin, token }: OfficerAuthor,
  caseId: number,
  judgement: Judgement,
): Promise<JudgeRefusal | null> =>
  parts.db.transaction(async (transaction) => {
    await parts.tokens.use(transaction, token, officer.id, judgePurpose(caseId));
    const found = await lockWhole(transaction, caseId);
    if (found.state === 'waiting' && !(await confirmStanding(transaction, parts.cipher, parts.review, found)))
      return 'changed';
    const bar = await findBarIn(transaction, officer, found);
    if (bar !== null) return bar;
    // Of whoever judged before, each is another person.
    for (const { officerId } of await listVerdicts(transaction, found))
      await areTwo(transaction, officerId, officer.id);
    const fault = await checkWinner(parts, transaction, found, judgement);
    if (fault !== null) return fault;
    const { verdict, reasons } = judgement;
    await insertVerdict(transaction, found, { officerId: officer.id, verdict, reasons });
    await removeOpening(transaction, officer.id);
    const settled = await parts.decide(transaction, found, origin);
    await auditOfficer(transaction, officer, origin, {
      action: 'judgeReview',
      subjectKind: 'reviewCase',
      subjectId: caseId,
      detail: {
        verdict,
        reason: reasons.join(' '),
        round: found.round,
        settled,
        account: found.accountId,
      },
    });
    return null;
  });

async function findBarIn(from: Knex, officer: Officer, found: ReviewCase): Promise<JudgeBar | null> {
  const applicant = await findAccount(from, found.accountId);
  const rival = found.rivalId === null ? null : await findAccount(from, found.rivalId);
  const person = await findPerson(from, found.personId);
  const verdicts = await listVerdicts(from, found);
  return findJudgeBar({
    waiting: found.state === 'waiting',
    heardAt: found.heardAt?.getTime() ?? null,
    now: wallClock(),
    officerName: officer.name,
    names: [applicant, rival, person].flatMap((one) => (one === null ? [] : [one.name])),
    judged: verdicts.some(({ officerId }) => officerId === officer.id),
    opened: (await findOpening(from, officer.id, found.id)) !== null,
  });
}

/** The number is locked, then the case. @throws AppError notFound */
async function lockWhole(transaction: Knex.Transaction, id: number): Promise<ReviewCase> {
  const before = await findSentCase(transaction, id);
  if (before === null) throw notFound();
  await lockPerson(transaction, before.personId);
  const found = await lockCase(transaction, id);
  if (found === null) throw notFound();
  return found;
}

/** Whether what was read off the pictures is what the winning side claims. */
async function checkWinner(
  parts: ReviewParts,
  transaction: Knex,
  found: ReviewCase,
  { verdict, cardName, cardNumber }: Judgement,
): Promise<'notSent' | 'differs' | null> {
  if (verdict === 'neither') return null;
  const accountId = verdict === 'applicant' ? found.accountId : found.contestId && found.rivalId;
  const sides = await listSides(transaction, found.id);
  const side = sides.find((one) => one.accountId === accountId && one.sentAt !== null);
  const winner = side === undefined ? null : await findAccount(transaction, side.accountId);
  if (winner === null) return 'notSent';
  return isClaimed(parts, winner, cardName, cardNumber) ? null : 'differs';
}

/** Whose passport it is the page shows beside the picture; it is not typed again. */
function isClaimed(parts: ReviewParts, account: Account, cardName: string, cardNumber: string) {
  const { country } = splitDocumentNumber(
    openIdentity(parts.cipher, account.identityCipher, account.userName),
  );
  const facts = { now: new Date(wallClock()), country };
  const document = normaliseDocument(account.documentKind, cardNumber, facts);
  return (
    normalisePersonName(cardName) === account.name &&
    document !== null &&
    isSameIndex(account.identityIndex, indexIdentity(parts.cipher, document))
  );
}
