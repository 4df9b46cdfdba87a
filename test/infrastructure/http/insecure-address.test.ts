import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword } from '../../support/test-client';

const PUBLIC = 'https://gk.example.gov.cn';
const COOKIES = '请在浏览器设置中允许使用Cookie，或换一个浏览器';

/** A browser that came by http: to a server whose cookies are for https keeps none of them. */
describe('a browser that keeps no cookie', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: { PUBLIC_URL: PUBLIC } });
  });
  afterAll(() => app.close());

  async function send(path: string, fields: Record<string, string>, origin: string) {
    const client = createTestClient(app.url);
    await client.get(path);
    client.cookies.clear();
    return client.post(path, fields, { headers: { origin } });
  }

  it.each([
    ['/sign-in', { candidateNumber: '21410101151001', password: demoPassword }, '/sign-in'],
    ['/account/sign-in', { name: 'lumingqi', password: demoPassword }, '/account/sign-in'],
    ['/office/sign-in', { signInName: 'county-1', password: demoPassword }, '/office/sign-in'],
  ])(
    'because it came by another address is told the right one, with what it typed: %s',
    async (path, fields, right) => {
      const page = await send(path, fields, app.url);
      expect(page.status).toBe(403);
      expect(page.text).toContain(
        `此网址不能登录和填报，本次操作没有执行。请从 ${PUBLIC}${right} 打开本网站，再重新填写。`,
      );
      expect(page.html).toContain(`<a href="${PUBLIC}${right}">`);
      expect(page.text).not.toMatch(/允许使用Cookie|打开时间过长|再次提交/);
      expect(page.html).toContain(`value="${Object.values(fields)[0]}"`);
    },
  );

  it('at the right address, behind a proxy with a name of its own, is told of cookies, with what it typed', async () => {
    const fields = { candidateNumber: '21410101151001', password: demoPassword };
    const page = await send('/sign-in', fields, PUBLIC);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining(COOKIES)]);
    expect(page.text).not.toContain('此网址不能登录');
    expect(page.html).toContain(`value="${fields.candidateNumber}"`);
  });

  it('is told the address too where its form cannot be shown again', async () => {
    const client = createTestClient(app.url);
    const form = { candidateNumber: '21410101151001', password: demoPassword };
    const page = await client.post('/sign-in', form, { csrf: null, headers: { origin: 'http://10.1.2.3' } });
    expect([page.status, page.text]).toEqual([409, expect.stringContaining(`“${PUBLIC}/sign-in”`)]);
  });
});
