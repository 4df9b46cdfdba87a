import type { Locator } from 'playwright-core';
import { CandidatePage } from './candidate-page';

/** 计划查询, from the form or open to all. */
abstract class PlanPage extends CandidatePage {
  async find(institution: string, major = ''): Promise<void> {
    await this.main.getByLabel('院校名称：').fill(institution);
    await this.main.getByLabel('专业名称：').fill(major);
    await this.turn(() => this.main.getByRole('button', { name: '查询', exact: true }).click());
  }

  /** Codes of the institutions on the page. */
  async listInstitutions(): Promise<string[]> {
    const names = await this.main.locator('.plan .head a').allInnerTexts();
    return names.map((name) => /\[(\w+)\]/.exec(name)?.[1] ?? '');
  }

  /** [08]计算机科学与技术 and so on, of the institutions that stand open. */
  async listMajors(): Promise<string[]> {
    return this.main.locator('.plan tbody th').allInnerTexts();
  }

  /** Opens or closes an institution. */
  async toggle(name: string): Promise<void> {
    await this.turn(() => this.main.getByRole('link', { name }).click());
  }

  async follow(link: string): Promise<void> {
    await this.turn(() => this.main.getByRole('link', { name: link, exact: true }).first().click());
  }

  async jump(page: string): Promise<void> {
    await this.main.getByLabel('跳到第').fill(page);
    await this.screen.follow(() => this.main.getByRole('button', { name: '跳转', exact: true }).click());
  }

  row(major: string): Locator {
    return this.main.getByRole('row').filter({ hasText: major });
  }

  /** Does what changes the results: in place by a script, else by a page. */
  protected async turn(action: () => Promise<unknown>): Promise<void> {
    await this.screen.follow(action);
  }
}

export class PlanQueryPage extends PlanPage {
  protected readonly heading = /^选择(院校|专业)$/;

  /** Presses 选择 beside an institution or a major, by its code. */
  async pick(code: string): Promise<void> {
    const button = this.main.getByRole('button', { name: new RegExp(`^选择(院校)?\\[${code}\\]`) });
    await this.screen.follow(() => button.click());
  }

  protected override async turn(action: () => Promise<unknown>): Promise<void> {
    if (!this.screen.javaScript) return super.turn(action);
    const { page } = this.screen;
    const answer = page.waitForResponse((response) => response.url().includes('/plan-search/'));
    await action();
    await answer;
    await this.main
      .locator('#plan-rows:not(.htmx-request):not(.htmx-swapping):not(.htmx-settling)')
      .waitFor();
  }
}

export class CataloguePage extends PlanPage {
  protected readonly heading = /招生计划$/;

  async chooseBatch(name: string): Promise<void> {
    await this.main.getByLabel('批次：').selectOption({ label: name });
    await this.turn(() => this.main.getByRole('button', { name: '查询', exact: true }).click());
  }
}

/** 更换院校: what becomes of the majors of the institution before. */
export class ReplacePage extends CandidatePage {
  protected readonly heading = '更换院校';
}
