import type { RefusedBy } from '../../domain/credentials/password-admissions';
import { formatMinute } from '../../infrastructure/format-time';

const TOTP_HELPS = '绑定了动态密码的考生，可以同时输入密码和动态密码登录，不用等待。';

/** Which limit it is, when it ends, and what works meanwhile. */
export function presentThrottle(by: RefusedBy | 'totp', until: Date): string {
  const minute = formatMinute(until);
  switch (by) {
    case 'account':
    case 'own':
      return `密码输入错误次数过多，请于${minute}后再试，或点击“忘记密码”重置密码。${TOTP_HELPS}`;
    case 'network':
      return `所在网络的登录错误次数过多，请于${minute}后再试。在您登录过的电脑或手机上登录不受影响。${TOTP_HELPS}`;
    case 'browser':
      return `此电脑1小时内登录失败的考生过多，请于${minute}后再试，或换一台电脑或手机登录。${TOTP_HELPS}`;
    case 'totp':
      return `动态密码或密码输入错误次数过多，请于${minute}后再试！`;
  }
}
