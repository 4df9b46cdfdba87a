import type { Locator } from 'playwright-core';
import { CandidatePage } from './candidate-page';

/** What a candidate types into one slot, what is left out stays as it is. */
export interface TypedSlot {
  readonly institution?: string;
  readonly majors?: readonly string[];
  readonly adjustment?: '同意' | '不同意';
}

export class FormPage extends CandidatePage {
  protected readonly heading: RegExp = /志愿填报$/;

  /** A field by its slot and label: `第一志愿`, `专业1`. */
  field(slot: string, label: string): Locator {
    return this.slot(slot).getByLabel(`${label}：`, { exact: true });
  }

  async fill(slot: string, typed: TypedSlot): Promise<void> {
    const { institution, majors = [], adjustment } = typed;
    if (institution !== undefined) await this.field(slot, '院校代号').fill(institution);
    const single = majors.length > 0 && (await this.field(slot, '专业').count()) > 0;
    for (const [index, code] of majors.entries()) {
      await this.field(slot, single ? '专业' : `专业${index + 1}`).fill(code);
    }
    if (adjustment !== undefined) await this.adjustment(slot, adjustment).check();
  }

  adjustment(slot: string, answer: '同意' | '不同意'): Locator {
    return this.slot(slot).getByRole('radio', { name: answer, exact: true });
  }

  /** What stands beside a field: the name, or the red sentence. */
  hint(slot: string, label: string): Locator {
    return this.field(slot, label).locator('xpath=ancestor::p[1]').locator('.hint');
  }

  async readHint(slot: string, label: string): Promise<string> {
    const hint = this.hint(slot, label);
    return (await hint.count()) === 0 ? '' : hint.innerText();
  }

  /** Waits until something stands beside a field that holds `text`. */
  async waitForHint(slot: string, label: string, text: string): Promise<void> {
    await this.hint(slot, label).filter({ hasText: text }).waitFor();
  }

  async value(slot: string, label: string): Promise<string> {
    return this.field(slot, label).inputValue();
  }

  /** The lines of the red summary on top; empty when there is none. */
  async listFaults(): Promise<string[]> {
    const lines = await this.main.locator('.summary.error li').allInnerTexts();
    return lines.map((line) => line.trim());
  }

  /** The lines of the amber summary. */
  async listWarnings(): Promise<string[]> {
    return this.main.locator('.summary.warn li').allInnerTexts();
  }

  /** mm:ss as the countdown shows it. */
  async readTimeLeft(): Promise<string> {
    return this.main.locator('#time-left').innerText();
  }

  /** The whole box of the countdown, as far as it can be seen. */
  timer(): Locator {
    return this.main.locator('#timer');
  }

  /** What the countdown warns of; empty until the first warning. */
  async readWarning(): Promise<string> {
    return (await this.timer().locator('#time-said').textContent()) ?? '';
  }

  /** What a screen reader was told last of a code. */
  async readAnnouncement(): Promise<string> {
    return (await this.timer().locator('#hint-said').textContent()) ?? '';
  }

  /** What the page says of its draft. */
  draftStatus(): Locator {
    return this.main.locator('#draft-status');
  }

  /** Waits until what was typed has been kept as a draft. */
  async waitForDraft(): Promise<void> {
    const codes = this.main.locator('.slots input:not([type=radio])');
    const typed = await Promise.all(
      (await codes.all()).map(async (code) => [await code.getAttribute('name'), await code.inputValue()]),
    );
    // A draft that left between two fields does not count.
    const kept = this.main.page().waitForResponse((response) => {
      const sent = new URLSearchParams(response.request().postData() ?? '');
      return (
        response.url().endsWith('/draft') && typed.every(([name, value]) => sent.get(name ?? '') === value)
      );
    });
    await codes.first().dispatchEvent('input');
    await kept;
    await this.draftStatus().getByText('已自动存为草稿，志愿还没有保存').waitFor();
  }

  private slot(title: string): Locator {
    return this.main.getByRole('group', { name: title, exact: true });
  }
}
