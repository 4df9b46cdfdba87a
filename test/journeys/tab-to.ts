import type { Page } from 'playwright-core';

/** The furthest that anything stands from the top of a page. */
const MAX_STEPS = 120;

/** Tabs on until the focus stands on what has this name: label, text or accessible name. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await readFocus(page);
    if (focused === name) return;
    passed.push(focused);
  }
  throw new Error(`Tab does not reach ${name}, but ${passed.join(' · ')}`);
}

/** Label, accessible name or text of what has the focus. */
export async function readFocus(page: Page): Promise<string> {
  return page.evaluate<string>(`(function () {
    var at = document.activeElement;
    var label = at.labels && at.labels.length > 0 ? at.labels[0].textContent : '';
    return (at.getAttribute('aria-label') || label || at.textContent).trim();
  })()`);
}
