import type { TestClient, TestPage } from '../../support/test-client';

const RELEASES = '/office/officers/releases';

/** 核准 by another officer of the province: of one account by its sign-in name, or of all that the first maker on the page has made. */
export async function releaseSecrets(other: TestClient, signInName?: string): Promise<TestPage> {
  return pressRelease(other, await other.get(RELEASES), signInName);
}

/** The button of a page that was opened before. */
export function pressRelease(other: TestClient, page: TestPage, signInName?: string): Promise<TestPage> {
  const button = new RegExp(`name="one" value="([^"]+)" aria-label="核准 ${signInName ?? ''}"`);
  const one = signInName === undefined ? 'all' : (button.exec(page.html)?.[1] ?? 'nowhere');
  return other.post(RELEASES, { ...page.hidden(RELEASES), one });
}
