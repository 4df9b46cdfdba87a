import { signInAccount } from '../../support/accounts';
import { startTestApp, type TestApp } from '../../support/test-app';
import { demoPassword } from '../../support/test-client';

describe('an answer leaves when its session is kept', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  it('so that a browser that follows a redirect at once finds what the step before left', async () => {
    const client = await signInAccount(app, 'lumingqi');
    await client.get('/account/email');
    const slow = await app.database.knex.transaction();
    await slow.raw('select * from sessions for update');
    const posted = client.post('/account/email', { next: 'lu@kept.example', current: demoPassword });
    const first = await Promise.race([
      posted.then(() => 'answered'),
      new Promise((resolve) => setTimeout(resolve, 1500, 'waits')),
    ]);
    await slow.commit();
    expect([first, (await posted).url]).toEqual(['waits', '/account/email/step']);
  });
});
