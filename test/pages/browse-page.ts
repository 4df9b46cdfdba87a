import { CandidatePage } from './candidate-page';

export class BrowsePage extends CandidatePage {
  protected readonly heading = /志愿浏览$/;

  /** Lines of one slot, as `专业1 [16]马克思主义理论`; what the plan says beside a name left out. */
  async readSlot(title: string): Promise<string[]> {
    const { page } = this.screen;
    const row = this.main
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: title, exact: true }) });
    return (await row.evaluate(`(function (row) {
      var lines = [];
      row.querySelectorAll('td').forEach(function (cell) {
        var label = cell.getAttribute('data-label') || '';
        var parts = cell.querySelectorAll('.saved');
        (parts.length > 0 ? parts : [cell]).forEach(function (part) {
          var copy = part.cloneNode(true);
          copy.querySelectorAll('small').forEach(function (small) { small.remove(); });
          var own = copy.querySelector('i') ? '' : label + ' ';
          lines.push((own + copy.textContent).replace(/\\s+/g, ' ').trim());
        });
      });
      return lines;
    })`)) as string[];
  }

  async readCheckValue(): Promise<string> {
    return this.main.locator('.check-value').innerText();
  }
}
