import { documentLabels, presentDocumentNumber } from '../../domain/accounts/document.presenter';
import { pictureNames } from '../../domain/review-cases/picture.presenter';
import type { JudgeRefusal } from '../../domain/review-cases/review.service';
import type { ReviewCase } from '../../domain/review-cases/review-case';
import { presentDeadline } from '../../domain/review-cases/review-case.presenter';
import type { ReviewPicture } from '../../domain/review-cases/review-picture.repository';
import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import type { JudgeBar, Verdict } from '../../rules/account/review-verdicts';
import { maskDocumentNumber, maskName } from '../../rules/identity/masking';
import type { ReviewView, ViewedRecord, ViewedSide } from './review-view';

const verdictNames: Readonly<Record<Verdict, string>> = {
  applicant: '通过：证件号码归申请账号',
  rival: '证件号码归原账号（提出异议的一方）',
  neither: '不通过',
};

const accountStates = {
  unproved: '待核验',
  active: '正常使用',
  suspended: '已停用',
  cancelled: '已注销',
} as const;

const bars: Readonly<Record<JudgeBar, string>> = {
  over: '本件已办结，不能再审核。',
  notYetHeard: '另一方还可以提交照片，到时间或双方都提交后才能审核。',
  ownCase: '本件当事人与您同名，须由其他客服审核。',
  judgedBefore: '您已审核过本件，须由其他客服审核。',
  notOpened: '请先打开材料，再审核。',
};

/** The sentence of a verdict that does not count. */
export function presentJudgeRefusal(refusal: JudgeRefusal): string {
  switch (refusal) {
    case 'changed':
      return '此证件号码的注册情况刚刚变化，本件已重新排队或失效，本次审核没有计入。请返回列表。';
    case 'notSent':
      return '这一方没有提交照片，不能选择此结论，请选择其他结论！';
    case 'differs':
      return '填写的姓名或号码与账号注册的不一致，请对照照片检查。照片上确实不同的，请选择“不通过”！';
    default:
      return bars[refusal];
  }
}

/** One side, masked until the case is open. */
function presentSide(side: ViewedSide, title: string, isOpen: boolean) {
  const { account, number, note, sentAt, pictures } = side;
  return {
    title,
    userName: account.userName,
    state: accountStates[account.status],
    name: isOpen ? account.name : maskName(account.name),
    documentKind: documentLabels[account.documentKind],
    number: isOpen ? presentDocumentNumber(number) : maskDocumentNumber(number),
    registeredAt: formatInstant(account.createdAt),
    sentAt: sentAt === null ? '' : formatInstant(sentAt),
    note: isOpen ? note : note === '' ? '' : '（打开后显示）',
    // Reviewers do not see a submission that is not complete.
    pictures: sentAt === null ? [] : pictures.map(presentPicture),
  };
}

function presentPicture({ id, kind, resembles }: ReviewPicture) {
  return { id, name: pictureNames[kind], resembles, isRead: kind === 'portrait' };
}

function presentRecord(record: ViewedRecord) {
  const { state, institutionName, level, className, entryYear, graduationYear, numberTail } = record;
  return {
    state: state === 'graduated' ? '学历' : '学籍',
    institution: institutionName,
    level,
    className,
    years: graduationYear === null ? `${entryYear}年入学` : `${entryYear}-${graduationYear}年`,
    number: `尾号${numberTail}`,
  };
}

/** A case as a reviewer sees it. */
export function presentReview(
  found: ReviewCase,
  view: ReviewView,
  { openUntil, bar, now }: { openUntil: Date | null; bar: JudgeBar | null; now: number },
) {
  const isOpen = openUntil !== null;
  const { applicant, rival, records, personName, claims, offered } = view;
  const rivalTitle = found.contestId === null ? '现在使用此号码的账号' : '原账号（提出异议的一方）';
  return {
    id: found.id,
    contested: found.contestId !== null,
    deadline: found.deadlineAt === null ? null : presentDeadline(found.deadlineAt, now),
    heardAt: found.heardAt === null ? '' : formatMinute(found.heardAt),
    openUntil: openUntil === null ? '' : formatMinute(openUntil),
    mayOpen: bar === 'notOpened',
    mayJudge: bar === null,
    bar: bar === null || bar === 'notOpened' ? '' : bars[bar],
    sides: [
      presentSide(applicant, '申请账号', isOpen),
      ...(rival === null ? [] : [presentSide(rival, rivalTitle, isOpen)]),
    ],
    personName: isOpen ? personName : maskName(personName),
    claims,
    records: records.map(presentRecord),
    verdicts: offered.map((code) => ({ code, name: verdictNames[code] })),
  };
}
