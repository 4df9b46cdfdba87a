import { choose, openForm, people, press, signIn } from '../candidate/filing/filing';
import { signInAccount } from '../support/accounts';
import { launchBrowser, type TestBrowser } from '../support/browser';
import { signInOfficer } from '../support/officers';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestClient, type TestClient, type TestPage } from '../support/test-client';
import { openStatePage } from './page-look';

/*
 * Some states of each wing as every run looks at them: axe, four widths, paper, forced colours, long names. A long run
 * looks at all that any of its tests was answered with (every-state.ts).
 */
describe('states of pages', () => {
  let app: TestApp;
  let browser: TestBrowser;
  beforeAll(async () => {
    [app, browser] = await Promise.all([startTestApp(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  async function expectSound(pages: readonly TestPage[]): Promise<void> {
    const look = await openStatePage(browser.browser);
    const found: string[] = [];
    for (const { url, status, html } of pages)
      found.push(
        ...(await look.show({ path: url, status, html })).map((fault) => `${status} ${url}: ${fault}`),
      );
    await look.close();
    expect(found).toEqual([]);
  }
  const open = async (client: TestClient, paths: readonly string[]) => {
    const pages: TestPage[] = [];
    for (const path of paths) pages.push(await client.get(path));
    return pages;
  };

  it('of a candidate: refused, red, empty, not there', async () => {
    const visitor = createTestClient(app.url);
    const refused = await visitor.signIn(people.squad, 'wrong');
    const client = await signIn(app, people.squad);
    const form = await openForm(client);
    const red = await press(client, form, 'check', choose('first-1', '0001', ['99', '16'], null));
    expect(red.text).toContain('此专业不存在');
    await expectSound([refused, red, ...(await open(client, ['/', '/versions', '/nowhere']))]);
  });

  it('of an account, and of somebody who registers', async () => {
    const visitor = createTestClient(app.url);
    await visitor.get('/account/register');
    const refused = await visitor.post('/account/register', { phone: '12', picture: '' });
    const client = await signInAccount(app, 'lumingqi');
    await expectSound([refused, ...(await open(client, ['/account/security']))]);
  });

  it('of the province and of a county', async () => {
    const province = await signInOfficer(app, 'province-1');
    const county = await signInOfficer(app, 'county-1');
    await county.get('/office/counter');
    const found = await county.post('/office/counter', { candidateNumber: people.squad });
    const lists = [
      '/office/operations',
      '/office/officers',
      '/office/audit',
      '/office/plans?institution=0001',
    ];
    await expectSound([found, ...(await open(province, lists))]);
  });
});
