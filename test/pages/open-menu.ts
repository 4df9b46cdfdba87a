import type { Screen } from './screen';

/** Opens the menu where the window is a telephone's; elsewhere it lies open. */
export async function openMenu({ page }: Screen): Promise<void> {
  const opener = page.locator('.menu-key');
  if (await opener.isVisible()) await opener.click();
}
