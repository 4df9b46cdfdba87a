import { ProofPage } from './proof-page';

/** 手机号码维护 (figure 25), and its steps. */
export class PhonePage extends ProofPage {
  protected readonly heading = '手机号码维护';

  /** Types the number: `手机号：` where one is bound, else `新手机号码：`. */
  async enterPhone(phone: string): Promise<void> {
    await this.main.getByLabel(/^(新手机号码|手机号码)：$/).fill(phone);
  }

  async chooseDeletion(): Promise<void> {
    await this.main.getByRole('radio', { name: '删除手机号' }).check();
  }
}

/** 密码验证信息重置 (figure 26). */
export class PhrasePage extends ProofPage {
  protected readonly heading = '密码验证信息重置';
}

export class DynamicPasswordPage extends ProofPage {
  protected readonly heading = '绑定动态密码';

  /** The secret that is typed where no QR code can be scanned. */
  async readSecret(): Promise<string> {
    return (await this.main.locator('#secret').innerText()).replaceAll(' ', '');
  }
}

export class WechatPage extends ProofPage {
  protected readonly heading = '微信公众号';

  /** Address of the page that plays the phone. */
  async readPhoneAddress(): Promise<string> {
    const link = this.main.getByRole('link', { name: '模拟公众号', exact: true });
    return (await link.getAttribute('href')) ?? '';
  }
}

/** 系统信息: what is bound. */
export class SecurityPage extends ProofPage {
  protected readonly heading = '系统信息';

  async readState(safeguard: string): Promise<string> {
    const row = this.main.getByRole('row').filter({ hasText: safeguard });
    return row.getByRole('cell').nth(1).innerText();
  }
}
