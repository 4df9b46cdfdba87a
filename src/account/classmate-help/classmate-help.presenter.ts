import { formatInstant, formatMinute } from '../../infrastructure/format-time';
import type { HelpFault } from '../../rules/account/classmate-help';
import type { RequestStanding } from './classmate-facts';
import type { AskedHelp } from './help-classmate.service';

const faults: Readonly<Record<HelpFault, string>> = {
  ended: '此请求已结束，不需要再协助，请返回收件箱。',
  answered: '您已答复过此请求，不用再次答复，请返回收件箱查看结果。',
  helperStopped: '您的账号还没有核验身份或已停用，不能协助同学，请先在【解决办法】中核验身份。',
  ownNumber: '您的账号使用同一证件号码，不能协助核验，请同学另请一名同班同学。',
  notClassmate: '学籍学历信息中没有您与该同学同班的记录，不能协助，请同学另请一名同班同学。',
  newAccount: '您的账号核验身份不满{days}天，暂时不能协助同学，请同学另请一名同班同学。',
  tooManyHelps: '您一年内协助同学的次数已用完，不能再协助，请同学另请一名同班同学。',
};

/** The sentence of what stands against a help. `days`: how long a helper must have been proved. */
export function presentHelpFault(fault: HelpFault, days: number): string {
  return faults[fault].replace('{days}', String(days));
}

/** One line of the requests that an account has sent. */
interface SentRequestRow {
  readonly id: number;
  readonly classmate: string;
  readonly schoolClass: string;
  readonly sentAt: string;
  readonly until: string;
  readonly state: string;
  readonly mayWithdraw: boolean;
  /** 核对码 for the classmate; '' once the request is over. */
  readonly matchCode: string;
}

/** 谢绝 is shown as waiting: it would tell an impostor who is a classmate. */
export function presentSentRequest({ request, open, invitations }: RequestStanding): SentRequestRow {
  const helped = invitations.some(({ answer }) => answer === 'helped');
  return {
    id: request.id,
    classmate: request.classmateName,
    schoolClass: describeClass(request),
    sentAt: formatInstant(request.createdAt),
    until: formatMinute(request.expiresAt),
    state: nameState(open, helped, request.withdrawnAt !== null),
    mayWithdraw: open,
    matchCode: open ? request.matchCode : '',
  };
}

function nameState(open: boolean, helped: boolean, withdrawn: boolean): string {
  if (withdrawn) return '已撤回';
  if (!open) return '已过期';
  return helped ? '已协助' : '等待协助';
}

/** One request as the classmate sees it. */
interface AskedHelpModel {
  readonly id: number;
  readonly name: string;
  readonly institution: string;
  readonly className: string;
  readonly entryYear: string;
  readonly sentAt: string;
  readonly until: string;
  readonly state: string;
  readonly mayHelp: boolean;
  readonly mayRefuse: boolean;
  readonly mayTakeBack: boolean;
  /** Why this account may not help; '' where it may, or has answered. */
  readonly fault: string;
}

export function presentAskedHelp(asked: AskedHelp, days: number): AskedHelpModel {
  const { invitation, request, claimantName, open } = asked;
  const { answer, answeredAt } = invitation;
  const [fault] = asked.faults;
  const said = { open: '等待办理', helped: '已协助', refused: '已谢绝' }[answer];
  const ended = open || answer !== 'open' ? said : '已结束';
  return {
    id: invitation.id,
    name: claimantName,
    institution: request.institutionName,
    className: request.className,
    entryYear: `${request.entryYear}年`,
    sentAt: formatInstant(request.createdAt),
    until: formatMinute(request.expiresAt),
    state: answeredAt === null ? ended : `${ended}（${formatInstant(answeredAt)}）`,
    mayHelp: answer === 'open' && fault === undefined,
    mayRefuse: answer === 'open' && open,
    mayTakeBack: answer === 'helped' && open,
    fault: answer === 'open' && fault !== undefined ? presentHelpFault(fault, days) : '',
  };
}

function describeClass(request: {
  readonly institutionName: string;
  readonly className: string;
  readonly entryYear: number;
}): string {
  return `${request.institutionName} ${request.className} ${request.entryYear}年入学`;
}
