import { fillText } from '../../infrastructure/fill-text';
import { formatInstant } from '../../infrastructure/format-time';

/** Events of which an account is told in its 收件箱, and at its phone or mailbox. */
export type AccountMailKind =
  | 'registered'
  | 'registeredUnproved'
  | 'passwordChanged'
  | 'passwordReset'
  | 'phoneChanged'
  | 'emailBound'
  | 'emailUnbound'
  | 'factorBound'
  | 'factorUnbound'
  | 'browserProved'
  | 'closingAsked'
  | 'closingWithdrawn'
  | 'closed'
  | 'proved'
  | 'suspended'
  | 'objected'
  | 'objectedStands'
  | 'claimObjected'
  | 'numberRegistered'
  | 'numberProved'
  | 'numberReturned'
  | 'proofWaits'
  | 'proofVoid'
  | 'lapsing'
  | 'lapsed'
  | 'cancelled'
  | 'helpAsked'
  | 'helpSent'
  | 'helpWithdrawn'
  | 'helpGiven'
  | 'helpOfYours'
  | 'helpTakenBack'
  | 'helpTakenBackByYou'
  | 'helpRefused'
  | 'helpEnded'
  | 'helpSucceeded'
  | 'numberClaimed'
  | 'reviewSent'
  | 'reviewOtherSent'
  | 'numberReviewed'
  | 'reviewApproved'
  | 'reviewRefused'
  | 'reviewReturned'
  | 'reviewLapsed'
  | 'contestWon'
  | 'contestLost'
  | 'reinstated'
  | 'platformAuthorized'
  | 'platformWithdrawn'
  | 'candidateLinked'
  | 'candidateUnlinked';

export type AccountMailValues = Readonly<Record<string, string | number | Date>>;

interface MailText {
  readonly title: string;
  readonly body: string;
}

const NOT_ME = '如果不是您本人操作，请立即使用“找回密码”重新设置密码，并在账号管理中退出其他登录。';

const texts: Readonly<Record<AccountMailKind, MailText>> = {
  registered: {
    title: '学信网账号注册成功',
    body: '您于{at}注册了学信网账号，用户名为{userName}。请牢记用户名和密码，可用于登录所有支持学信网账号的平台。',
  },
  registeredUnproved: {
    title: '学信网账号注册成功，需要核验身份',
    body: '您于{at}注册了学信网账号，用户名为{userName}。您填写的证件号码需要核验身份，请登录后在“个人信息”中点击【解决办法】，选择任意一种途径完成核验。',
  },
  passwordChanged: {
    title: '密码已修改',
    body: `您的学信网账号{userName}的密码于{at}修改，其他登录已退出。操作地址为{address}。${NOT_ME}`,
  },
  passwordReset: {
    title: '密码已重置',
    body: `您的学信网账号{userName}的密码于{at}通过“找回密码”重置，所有登录已退出。操作地址为{address}。${NOT_ME}`,
  },
  phoneChanged: {
    title: '手机号码已修改',
    body: `您的学信网账号{userName}的手机号码于{at}由{before}改为{phone}。操作地址为{address}。${NOT_ME}`,
  },
  emailBound: {
    title: '安全邮箱已绑定',
    body: `您的学信网账号{userName}于{at}绑定了安全邮箱{email}。操作地址为{address}。${NOT_ME}`,
  },
  emailUnbound: {
    title: '安全邮箱已解除绑定',
    body: `您的学信网账号{userName}的安全邮箱{email}于{at}解除绑定，此邮箱不能再次用于任何账号。操作地址为{address}。${NOT_ME}`,
  },
  factorBound: {
    title: '登录绑定成功',
    body: `您的学信网账号{userName}于{at}绑定了{factor}，以后可以用{factor}扫码登录。操作地址为{address}。${NOT_ME}`,
  },
  factorUnbound: {
    title: '登录绑定已解除',
    body: `您的学信网账号{userName}于{at}解除绑定{factor}，不能再用{factor}扫码登录。操作地址为{address}。${NOT_ME}`,
  },
  browserProved: {
    title: '浏览器已通过身份验证',
    body: `您于{at}通过“验证身份”解除了一个浏览器登录学信网账号{userName}的限制。操作地址为{address}。${NOT_ME}`,
  },
  closingAsked: {
    title: '已申请注销账号',
    body: `您于{at}申请注销学信网账号{userName}，将于{closesAt}注销。在此之前登录账号，可以撤回。操作地址为{address}。${NOT_ME}`,
  },
  closingWithdrawn: {
    title: '已撤回注销申请',
    body: '您于{at}撤回了学信网账号{userName}的注销申请，账号可以正常使用。',
  },
  closed: { title: '账号已注销', body: '学信网账号{userName}已于{at}按照您的申请注销。' },
  proved: {
    title: '身份核验通过',
    body: '您的学信网账号{userName}于{at}通过“{route}”完成身份核验，现在可以使用全部功能。使用同一证件号码的其他账号已停用，72小时后注销。',
  },
  suspended: {
    title: '账号已停用，72小时后注销',
    body: '另一个账号于{at}通过“{route}”核验了证件号码（尾号{tail}），您的学信网账号{userName}已停用，将于{cancelAt}注销。如果不是您本人操作，请在此之前打开 {link} 提出异议（网址应以“{host}”开头）。',
  },
  objected: {
    title: '有人对身份核验提出异议',
    body: '您的学信网账号{userName}完成的身份核验于{at}被提出异议，账号恢复为待核验状态。请登录后在“个人信息”中点击【解决办法】，通过“客服协助验证”再次核验。',
  },
  objectedStands: {
    title: '有人对身份核验提出异议，账号可以继续使用',
    body: '您的学信网账号{userName}通过APP自助验证完成的身份核验于{at}被提出异议。核验期间账号可以继续使用，但不能注销、修改手机号码。请登录后在“个人信息”中上传身份证照片，由客服核验双方的材料。',
  },
  claimObjected: {
    title: '原账号对您填写的证件号码提出异议',
    body: '您的学信网账号{userName}填写的证件号码于{at}被原账号提出异议，通过同学协助、学籍学历信息的核验不再有效。请登录后在“个人信息”中点击【解决办法】，通过“APP自助验证”或“客服协助验证”核验。',
  },
  numberRegistered: {
    title: '另一个账号填写了您的证件号码',
    body: '另一个账号于{at}填写了您的证件号码（尾号{tail}），还没有核验身份，您的学信网账号{userName}可以正常使用。如果不是您本人操作，请打开 {link} 提出异议（网址应以“{host}”开头）。',
  },
  numberProved: {
    title: '另一个账号核验了您的证件号码，尚未生效',
    body: '另一个账号于{at}通过“{route}”核验了您的证件号码（尾号{tail}），将于{effectiveAt}生效，到时您的学信网账号{userName}停用。如果不是您本人操作，请在此之前打开 {link} 提出异议（网址应以“{host}”开头）。',
  },
  numberReturned: {
    title: '证件号码归您的账号',
    body: '对方账号于{at}注销，证件号码（尾号{tail}）归您的学信网账号{userName}，账号可以正常使用。',
  },
  proofWaits: {
    title: '身份核验通过，等待生效',
    body: '您的学信网账号{userName}于{at}通过“{route}”完成身份核验，将于{effectiveAt}生效。在此之前，使用同一证件号码的原账号可以提出异议。如果需要马上使用，请通过APP自助验证，立即生效。',
  },
  proofVoid: {
    title: '身份核验没有生效',
    body: '您的学信网账号{userName}完成的身份核验没有生效：证件号码的情况于{at}发生变化，或同学撤回了协助。请登录后在【解决办法】中再次核验。',
  },
  lapsing: {
    title: '账号还没有核验身份，即将注销',
    body: '您的学信网账号{userName}还没有核验身份，将于{lapsesAt}注销，手机号码可以再次注册。如果需要继续使用，请在此之前登录，在【解决办法】中核验身份。',
  },
  lapsed: {
    title: '账号已注销',
    body: '学信网账号{userName}一直没有核验身份，已于{at}注销，手机号码可以再次注册。',
  },
  cancelled: {
    title: '账号已注销',
    body: '学信网账号{userName}已于{at}注销，原因是使用同一证件号码的另一个账号已核验身份。',
  },
  helpAsked: {
    title: '同班同学请您协助核验身份',
    body: '{claimant}（{institution}，{className}）于{at}请您协助核验身份，{until}前有效。请先当面或通过电话确认是本人的请求，请本人说出4位核对码，再登录账号中心，在收件箱中办理。如果不认识或不能确认，请不要协助。',
  },
  helpSent: {
    title: '协助请求已提交',
    body: '您于{at}请同班同学{classmate}协助核验身份，{until}前有效。如果填写的信息与学籍学历信息一致，并且该同学有学信网账号，请求会出现在该同学的收件箱中。页面上的核对码请当面或打电话告诉该同学。',
  },
  helpWithdrawn: {
    title: '同学撤回了协助请求',
    body: '{claimant}于{at}撤回了请您协助核验身份的请求，不需要再办理。',
  },
  helpGiven: {
    title: '同班同学已协助核验身份',
    body: '同班同学{classmate}于{at}协助您核验身份，现有{count}名同学协助，共需{needed}名。',
  },
  helpOfYours: {
    title: '您已协助同班同学核验身份',
    body: `您于{at}用学信网账号{userName}协助{claimant}（{institution}，{className}）核验身份。在该同学核验通过前，可以登录账号中心撤回。${NOT_ME}`,
  },
  helpTakenBack: {
    title: '同班同学撤回了协助',
    body: '同班同学{classmate}于{at}撤回了对您的协助，现有{count}名同学协助，共需{needed}名。',
  },
  helpTakenBackByYou: {
    title: '您已撤回协助',
    body: `您于{at}撤回了对{claimant}（{institution}，{className}）的协助。${NOT_ME}`,
  },
  helpRefused: {
    title: '您已谢绝协助请求',
    body: `您于{at}谢绝协助{claimant}（{institution}，{className}）核验身份。${NOT_ME}`,
  },
  helpEnded: {
    title: '协助请求已过期',
    body: '您请同班同学{classmate}协助核验身份的请求已过期，不再计算。可以再次发送，或选择其他途径核验身份。',
  },
  helpSucceeded: {
    title: '您协助的同学已通过核验',
    body: '您协助的{claimant}（{institution}，{className}）于{at}通过身份核验。如果发现不是本人，请立即提醒本人提出异议。',
  },
  numberClaimed: {
    title: '有人请同班同学协助核验您的证件号码',
    body: '另一个账号于{at}填写了您的证件号码（尾号{tail}），并请同班同学协助核验身份。如果不是您本人操作，请提醒同班同学不要协助。您的学信网账号{userName}可以正常使用。',
  },
  reviewSent: {
    title: '身份证照片已提交，等待客服审核',
    body: '您的学信网账号{userName}于{at}提交了身份证照片，客服将在{deadline}前审核。登录后在“证件重复-客服审核”中查看进度。',
  },
  reviewOtherSent: {
    title: '对方已提交身份证照片，请您也提交',
    body: '与您的学信网账号{userName}使用同一证件号码的另一个账号于{at}提交了身份证照片。请在{heardAt}前提交您的身份证照片：账号还能登录的，登录后点击“客服协助验证”；已停用的，打开提出异议时的链接，逾期客服将按照已有的材料审核。',
  },
  numberReviewed: {
    title: '有人请客服核验您的证件号码',
    body: '另一个账号于{at}填写了您的证件号码（尾号{tail}），并提交身份证照片请客服核验。您的学信网账号{userName}可以正常使用；如果对方通过核验，您会收到通知；如果不是您本人操作，可以在72小时内提出异议。',
  },
  reviewApproved: {
    title: '客服审核通过，请完成实名信息绑定',
    body: '您的学信网账号{userName}提交的身份证照片于{at}通过客服审核。请在{bindUntil}前登录，在“证件重复-客服审核”中完成“实名信息绑定”，逾期需要重新提交。',
  },
  reviewRefused: {
    title: '客服审核未通过',
    body: '您的学信网账号{userName}提交的身份证照片于{at}审核未通过，原因：{reasons}。您可以按照提示重新拍摄后再次提交。',
  },
  reviewReturned: {
    title: '客服将重新审核',
    body: '您的证件号码的注册情况于{at}发生变化，学信网账号{userName}提交的身份证照片由客服重新审核，请等待通知。',
  },
  reviewLapsed: {
    title: '客服审核已失效',
    body: '您的学信网账号{userName}提交的客服审核于{at}失效，身份证照片已删除或即将删除。如果仍需核验身份，请登录后重新提交。',
  },
  contestWon: {
    title: '客服核验后，证件号码归您的账号',
    body: '客服于{at}核验了双方的材料，证件号码（尾号{tail}）归您的学信网账号{userName}，账号可以正常使用。',
  },
  contestLost: {
    title: '客服核验后，证件号码归另一个账号',
    body: '客服于{at}核验了双方的材料，证件号码（尾号{tail}）归另一个账号。您的学信网账号{userName}已停用，将于{cancelAt}注销。如果认为有误，请在此之前{support}，说明用户名。',
  },
  reinstated: {
    title: '账号已恢复',
    body: '您的学信网账号{userName}于{at}由系统管理人员恢复。{state}',
  },
  platformAuthorized: {
    title: '已授权{platform}使用学信网账号',
    body: `您于{at}授权“{platform}”使用学信网账号{userName}登录。操作地址为{address}。可以在账号管理的“已授权平台”中随时取消。${NOT_ME}`,
  },
  platformWithdrawn: {
    title: '已取消对{platform}的授权',
    body: `您于{at}取消了“{platform}”使用学信网账号{userName}的授权，在该平台的登录已退出。操作地址为{address}。${NOT_ME}`,
  },
  candidateLinked: {
    title: '学信网账号已关联考生号',
    body: `考生号（后四位{tail}）于{at}关联了学信网账号{userName}，以后可以用此账号登录考生服务平台。操作地址为{address}。${NOT_ME}`,
  },
  candidateUnlinked: {
    title: '学信网账号已取消关联考生号',
    body: '考生号（后四位{tail}）于{at}取消了与学信网账号{userName}的关联。操作地址为{address}。',
  },
};

/** Title and body of a letter; instants are shown in Asia/Shanghai. */
export function presentAccountMail(kind: AccountMailKind, values: AccountMailValues): MailText {
  // A link is only as good as the address that its reader can check.
  const host = typeof values.link === 'string' ? new URL(values.link).origin : '';
  const fill = (text: string) => fillText(text, { ...values, host }, formatInstant);
  return { title: fill(texts[kind].title), body: fill(texts[kind].body) };
}
