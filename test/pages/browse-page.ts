import { CandidatePage } from './candidate-page';

export class BrowsePage extends CandidatePage {
  protected readonly heading = /志愿浏览$/;

  /** Lines of one slot, as `专业1 [16]马克思主义理论`; what the plan says beside a name left out. */
  async readSlot(title: string): Promise<string[]> {
    const { page } = this.screen;
    const row = this.main
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: title, exact: true }) });
    const lines: string[] = [];
    for (const cell of await row.locator('td').all()) {
      const label = (await cell.getAttribute('data-label')) ?? '';
      const parts = await cell.locator('.saved').all();
      for (const part of parts.length > 0 ? parts : [cell]) {
        const own = (await part.locator('i').count()) > 0 ? '' : `${label} `;
        const besides = (await part.locator('small').allTextContents()).join('');
        const text = ((await part.textContent()) ?? '').replace(besides, '');
        lines.push(`${own}${text}`.replace(/\s+/g, ' ').trim());
      }
    }
    return lines;
  }

  async readCheckValue(): Promise<string> {
    return this.main.locator('.check-value').innerText();
  }
}
