import { file, signIn, sound } from '../../candidate/filing/filing';
import type { TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';

/** Business time after every window has closed. */
export function closeWindows(app: TestApp): void {
  app.clock.advance(40 * 24 * 3600 * 1000);
}

/** Files 提前批其他 for a candidate of the demo. */
export async function fileEarly(app: TestApp, candidateNumber: string): Promise<TestClient> {
  const client = await signIn(app, candidateNumber);
  await file(client, 'early-other', sound);
  return client;
}

/** What an officer's browser fetches as it comes, PDFs included. */
export async function fetchRaw(
  app: TestApp,
  client: TestClient,
  path: string,
  fields?: Readonly<Record<string, string>>,
): Promise<Response> {
  const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
  const url = new URL(path, app.url);
  return fields === undefined
    ? fetch(url, { headers: { cookie }, redirect: 'manual' })
    : fetch(url, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { cookie },
        redirect: 'manual',
      });
}
