import { CandidatePage } from './candidate-page';
import { FormPage } from './form-page';

/** The list of 志愿草表. */
export class DraftSheetsPage extends CandidatePage {
  protected readonly heading = '志愿草表';
}

/** One 草表: fields as in the form. */
export class DraftSheetPage extends FormPage {
  protected override readonly heading = /志愿草表$/;

  /** Drags a choice by its title onto another, as a mouse does. */
  async drag(from: string, to: string): Promise<void> {
    const title = (name: string) => this.main.locator('legend').getByText(name, { exact: true });
    await this.screen.follow(() => title(from).dragTo(title(to)));
  }
}

/** A 草表 on paper: its bar stands outside the sheet. */
export class DraftSheetPrintPage extends CandidatePage {
  protected readonly heading = '志愿草表';

  override async go(name: string): Promise<void> {
    const link = this.screen.page.getByRole('navigation').getByRole('link', { name, exact: true });
    await this.screen.follow(() => link.click());
  }
}
