import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describeScriptedJourney } from '../journeys/journey';
import { openForm } from '../journeys/steps';
import { createTestClient, demoPassword } from '../support/test-client';
import { arriveAt } from './candidate-page';
import { HomePage } from './home-page';
import { SignInPage } from './sign-in-page';

const KB = 1024;

interface Traffic {
  requests: number;
  /** Bytes of answers on the wire, head and body, compressed as sent. */
  bytes: number;
}

async function watchTraffic(page: Page): Promise<Traffic> {
  const traffic = { requests: 0, bytes: 0 };
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Network.enable');
  devTools.on('Network.requestWillBeSent', ({ redirectResponse }) => {
    if (redirectResponse === undefined) return;
    traffic.requests += 1;
    traffic.bytes += redirectResponse.encodedDataLength;
  });
  devTools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    // What the browser had already comes with no bytes.
    traffic.requests += encodedDataLength > 0 ? 1 : 0;
    traffic.bytes += encodedDataLength;
  });
  return traffic;
}

describeScriptedJourney('the weight of the pages', (stage) => {
  it('is small at the first view, and next to nothing after it', async () => {
    const screen = await stage.openScreen();
    const traffic = await watchTraffic(screen.page);
    await screen.visit('/');
    const page = await arriveAt(SignInPage, screen);
    expect(traffic.requests).toBeGreaterThan(1);
    expect(traffic.requests).toBeLessThanOrEqual(6);
    expect(traffic.bytes).toBeGreaterThan(10 * KB);
    expect(traffic.bytes).toBeLessThanOrEqual(60 * KB);

    const first = { ...traffic };
    await page.signIn('21410101151001', demoPassword);
    const home = await arriveAt(HomePage, screen);
    // The redirect, the page, and the script that watches over the session.
    expect(traffic.requests - first.requests).toBe(3);
    expect(traffic.bytes - first.bytes).toBeGreaterThan(KB);
    expect(traffic.bytes - first.bytes).toBeLessThanOrEqual(15 * KB);

    const second = { ...traffic };
    await openForm(home, '本科二批');
    expect(traffic.bytes - second.bytes).toBeGreaterThan(KB);
    expect(traffic.bytes - second.bytes).toBeLessThanOrEqual(15 * KB);
  });

  it.each(['/sign-in', '/', '/batches/undergraduate-2/form', '/versions', '/mails/public', '/password'])(
    'of the HTML of %s is at most 14 KB compressed',
    async (path) => {
      const client = createTestClient(stage.app().url);
      if (path !== '/sign-in') await client.signIn('21410101111002');
      await client.get('/batches/undergraduate-2/notice');
      await client.post('/batches/undergraduate-2/notice', {});
      const page = await client.get(path);
      expect(page.status).toBe(200);
      expect(page.url).toBe(path);
      expect(gzipSync(page.html).length).toBeLessThanOrEqual(14 * KB);
    },
  );
});
