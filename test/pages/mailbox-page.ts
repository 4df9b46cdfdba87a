import { CandidatePage } from './candidate-page';

export class MailboxPage extends CandidatePage {
  protected readonly heading = '收件箱';

  async openNewest(): Promise<void> {
    const link = this.main.getByRole('table').getByRole('link').first();
    await this.screen.follow(() => link.click());
  }
}
