import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';
import { MINUTE } from '../../support/test-clock';

describe('saving a choice list', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('goes from sign-in over 须知 and form to 浏览', async () => {
    const client = createTestClient(app.url);
    await client.signIn('21410101151001');
    await client.get('/batches/early-other/notice');
    const form = await client.post('/batches/early-other/notice', {});
    expect(form.url).toBe('/batches/early-other/form');
    const choices = { 'first-1-institution': '0001', 'first-1-major-1': '16', 'first-1-adjustment': 'agree' };
    const wrong = await client.post('/batches/early-other/versions', {
      ...form.hidden('/batches/early-other/versions'),
      ...choices,
      'first-1-major-2': '99',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('此专业不存在!');
    const page = await client.post('/batches/early-other/versions', {
      ...wrong.hidden('/batches/early-other/versions'),
      ...choices,
    });
    expect(page.url).toBe('/batches/early-other');
    expect(page.text).toContain('[0001]北京体育大学');
    expect(page.text).toContain('还可以修改2次');
    app.clock.advance(61 * MINUTE);
    expect((await client.get('/')).text).toContain('已填报，还可以修改2次');
  });
});
