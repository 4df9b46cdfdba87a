import { fillText } from '../../infrastructure/fill-text';
import { formatMinute } from '../../infrastructure/format-time';
import { cleanValues } from '../messages/one-segment';
import type { AccountMailKind, AccountMailValues } from './account-mail.presenter';

const NOT_ME = '非本人操作请立即用“找回密码”重设密码。';
/** A link in an SMS is taken for fraud: who signs in with the old password is led to the same page. */
const OBJECT = '非本人操作请用原用户名和密码登录，提出异议。';
const SOLUTIONS = '请登录后在【解决办法】中核验身份。';

/** Apart from the letters of 收件箱: one segment each, signature and all (`composeSms`). */
const texts: Readonly<Record<AccountMailKind, string>> = {
  registered: '您于{at}注册成功，用户名为{userName}。⟦请牢记用户名和密码。⟧',
  registeredUnproved: '您于{at}注册成功，用户名为{userName}。证件号码需要核验，⟦请登录后⟧点击【解决办法】。',
  passwordChanged: `您的密码于{at}修改⟦，其他登录已退出⟧。${NOT_ME}`,
  passwordReset: `您的密码于{at}重置⟦，所有登录已退出⟧。${NOT_ME}`,
  phoneChanged: `您的手机号码于{at}⟦由{before}⟧改为{phone}。${NOT_ME}`,
  emailBound: `您于{at}绑定了安全邮箱⟨{email}⟩。${NOT_ME}`,
  emailUnbound: `您的安全邮箱⟨{email}⟩于{at}解除绑定。${NOT_ME}`,
  factorBound: `您于{at}绑定了{factor}，可以扫码登录。${NOT_ME}`,
  factorUnbound: `您于{at}解除绑定{factor}。${NOT_ME}`,
  browserProved: `您于{at}验证身份，解除了一个浏览器的登录限制。${NOT_ME}`,
  closingAsked: '您申请注销账号，将于{closesAt}注销。⟦在此之前登录可以撤回。⟧非本人操作请立即登录撤回。',
  closingWithdrawn: '您于{at}撤回了注销申请，账号可以正常使用。',
  closed: '您的账号{userName}已于{at}按照您的申请注销。',
  proved: '您于{at}通过身份核验，现在可以使用全部功能。',
  suspended: `另一个账号核验了您的证件号码，您的账号将于{cancelAt}注销。${OBJECT}`,
  objected: '您的身份核验于{at}被提出异议，请登录后通过“客服协助验证”再次核验。',
  objectedStands: '您的身份核验于{at}被提出异议，账号可以继续使用。请登录后上传身份证照片。',
  claimObjected: '您填写的证件号码于{at}被原账号提出异议，请登录后在【解决办法】中再次核验。',
  numberRegistered: `另一个账号填写了您的证件号码（尾号{tail}），您的账号可以正常使用。${OBJECT}`,
  numberProved: `另一个账号核验了您的证件号码（尾号{tail}），{effectiveAt}生效。${OBJECT}`,
  numberReturned: '对方账号已注销，证件号码（尾号{tail}）归您的账号，可以正常使用。',
  proofWaits: '您于{at}完成身份核验，将于{effectiveAt}生效⟦，此前原账号可以提出异议⟧。',
  proofVoid: `您完成的身份核验没有生效，${SOLUTIONS}`,
  lapsing: `您的账号还没有核验身份，将于{lapsesAt}注销。${SOLUTIONS}`,
  lapsed: '账号{userName}没有核验身份，已于{at}注销。',
  cancelled: '账号{userName}已于{at}注销⟦，使用同一证件号码的另一个账号已核验身份⟧。',
  helpAsked: '⟨{claimant}⟩请您协助核验身份⟦，{until}前有效⟧。请先确认是本人的请求，再登录账号中心办理。',
  helpSent: '您请同班同学⟨{classmate}⟩协助核验身份，{until}前有效。请把核对码当面告诉同学。',
  helpWithdrawn: '⟨{claimant}⟩于{at}撤回了协助请求，不需要再办理。',
  helpGiven: '同班同学⟨{classmate}⟩于{at}协助您核验身份，现有{count}名，共需{needed}名。',
  helpOfYours: `您于{at}协助⟨{claimant}⟩核验身份。⟦在该同学通过前可以登录撤回。⟧${NOT_ME}`,
  helpTakenBack: '同班同学⟨{classmate}⟩于{at}撤回了协助，现有{count}名，共需{needed}名。',
  helpTakenBackByYou: `您于{at}撤回了对⟨{claimant}⟩的协助。${NOT_ME}`,
  helpRefused: `您于{at}谢绝协助⟨{claimant}⟩核验身份。${NOT_ME}`,
  helpEnded: '您请⟨{classmate}⟩协助核验身份的请求已过期，可以再次发送，或选择其他途径。',
  helpSucceeded: '您协助的⟨{claimant}⟩于{at}通过身份核验。如果发现不是本人，请提醒本人提出异议。',
  numberClaimed: '另一个账号请同班同学协助核验您的证件号码（尾号{tail}）。非本人操作请提醒同学不要协助。',
  reviewSent: '您于{at}提交了身份证照片，客服将在{deadline}前审核。',
  reviewOtherSent: '另一个账号就您的证件号码提交了身份证照片，请您在{heardAt}前登录提交。',
  numberReviewed: '另一个账号请客服核验您的证件号码（尾号{tail}），您的账号可以正常使用⟦，结果将通知您⟧。',
  reviewApproved: '客服审核已通过，请在{bindUntil}前登录完成“实名信息绑定”⟦，逾期需要重新提交⟧。',
  reviewRefused: '您提交的身份证照片于{at}审核未通过，请登录查看原因，重新拍摄后再提交。',
  reviewReturned: '您提交的身份证照片由客服重新审核，请等待通知。',
  reviewLapsed: '您提交的客服审核于{at}失效。如果仍需核验身份，请登录后重新提交。',
  contestWon: '客服核验后，证件号码（尾号{tail}）归您的账号，可以正常使用。',
  contestLost:
    '客服核验后，证件号码（尾号{tail}）归另一个账号，您的账号将于{cancelAt}注销。⟦有疑问请见账号中心“常见问题”。⟧',
  reinstated: '您的账号{userName}于{at}恢复。⟦{state}⟧',
  platformAuthorized: `您于{at}授权“⟨{platform}⟩”用您的账号登录。${NOT_ME}`,
  platformWithdrawn: `您于{at}取消了对“⟨{platform}⟩”的授权。${NOT_ME}`,
  candidateLinked: `您的账号于{at}关联了考生号（后四位{tail}）。${NOT_ME}`,
  candidateUnlinked: `您的账号于{at}取消关联考生号（后四位{tail}）。${NOT_ME}`,
};

/** Every event of which an account is told. */
export const accountMailKinds = Object.keys(texts) as AccountMailKind[];

/** The text of an SMS about an event of an account, to be signed and made to fit; instants to the minute. */
export function presentAccountSms(kind: AccountMailKind, values: AccountMailValues): string {
  return fillText(texts[kind], cleanValues(values), formatMinute);
}
