import { formatInstant } from '../format-time';

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
  | 'cancelled';

export type AccountMailValues = Readonly<Record<string, string | number | Date>>;

interface MailText {
  readonly title: string;
  readonly body: string;
}

const NOT_ME = '如果不是您本人操作，请立即使用“找回密码”重新设置密码，并在账号管理中退出其他登录。';

const texts: Readonly<Record<AccountMailKind, MailText>> = {
  registered: {
    title: '学信账号注册成功',
    body: '您于{at}注册了学信账号，用户名为{userName}。请牢记用户名和密码，可用于登录所有支持学信账号的平台。',
  },
  registeredUnproved: {
    title: '学信账号注册成功，需要核验身份',
    body: '您于{at}注册了学信账号，用户名为{userName}。您填写的证件号码需要核验身份，请登录后在“个人信息”中点击【解决办法】，选择任意一种途径完成核验。',
  },
  passwordChanged: {
    title: '密码已修改',
    body: `您的学信账号{userName}的密码于{at}修改，其他登录已经退出。操作地址为{address}。${NOT_ME}`,
  },
  passwordReset: {
    title: '密码已重置',
    body: `您的学信账号{userName}的密码于{at}通过“找回密码”重置，所有登录已经退出。操作地址为{address}。${NOT_ME}`,
  },
  phoneChanged: {
    title: '手机号码已修改',
    body: `您的学信账号{userName}的手机号码于{at}由{before}改为{phone}。操作地址为{address}。${NOT_ME}`,
  },
  emailBound: {
    title: '安全邮箱已绑定',
    body: `您的学信账号{userName}于{at}绑定了安全邮箱{email}。操作地址为{address}。${NOT_ME}`,
  },
  emailUnbound: {
    title: '安全邮箱已解除绑定',
    body: `您的学信账号{userName}的安全邮箱{email}于{at}解除绑定，此邮箱不能再次用于任何账号。操作地址为{address}。${NOT_ME}`,
  },
  factorBound: {
    title: '登录绑定成功',
    body: `您的学信账号{userName}于{at}绑定了{factor}，以后可以用{factor}扫码登录。操作地址为{address}。${NOT_ME}`,
  },
  factorUnbound: {
    title: '登录绑定已解除',
    body: `您的学信账号{userName}于{at}解除绑定{factor}，不能再用{factor}扫码登录。操作地址为{address}。${NOT_ME}`,
  },
  browserProved: {
    title: '浏览器已通过本人验证',
    body: `您于{at}通过“验证本人”解除了一个浏览器登录学信账号{userName}的限制。操作地址为{address}。${NOT_ME}`,
  },
  closingAsked: {
    title: '已申请注销账号',
    body: `您于{at}申请注销学信账号{userName}，将于{closesAt}注销。在此之前登录账号，可以撤回。操作地址为{address}。${NOT_ME}`,
  },
  closingWithdrawn: {
    title: '已撤回注销申请',
    body: '您于{at}撤回了学信账号{userName}的注销申请，账号可以正常使用。',
  },
  closed: { title: '账号已注销', body: '学信账号{userName}已于{at}按照您的申请注销。' },
  proved: {
    title: '身份核验通过',
    body: '您的学信账号{userName}于{at}通过“{route}”完成身份核验，现在可以使用全部功能。使用同一证件号码的其他账号已经停用，72小时后注销。',
  },
  suspended: {
    title: '账号已停用，72小时后注销',
    body: '另一个账号于{at}通过“{route}”核验了证件号码（尾号{tail}），您的学信账号{userName}已经停用，将于{cancelAt}注销。如果不是您本人操作，请在此之前打开 {link} 提出异议。',
  },
  objected: {
    title: '有人对身份核验提出异议',
    body: '您的学信账号{userName}完成的身份核验于{at}被提出异议，账号恢复为待核验状态。请登录后在“个人信息”中点击【解决办法】，通过“客服协助验证”再次核验。',
  },
  cancelled: {
    title: '账号已注销',
    body: '学信账号{userName}已于{at}注销，原因是使用同一证件号码的另一个账号已经核验身份。',
  },
};

/** Title and body of a letter; instants are shown in Asia/Shanghai. */
export function presentAccountMail(kind: AccountMailKind, values: AccountMailValues): MailText {
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = values[name];
      return value instanceof Date ? formatInstant(value) : String(value ?? '');
    });
  return { title: fill(texts[kind].title), body: fill(texts[kind].body) };
}
