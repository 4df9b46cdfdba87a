import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword } from '../../support/test-client';
import { openForm, people, pressSave, signIn, sound } from '../filing/filing';

describe('whoever comes and whoever files', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ arrivalConnections: 1 });
  });
  afterAll(() => app.close());

  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  it('wait for connections of their own: a storm of sign-ins keeps no save', async () => {
    const filing = await signIn(app, people.pilot);
    const form = await openForm(filing);
    const storm = await app.services.arrivalsDb.transaction();
    const answers: string[] = [];
    const comes = createTestClient(app.url);
    const comesIn = comes
      .signIn('21410101151001')
      .then(({ url, status }) => void answers.push(`${status} ${url}`));
    await wait(200);
    const saved = await pressSave(filing, form, sound);
    expect([saved.status, saved.url]).toEqual([200, '/batches/early-other']);
    expect((await filing.get('/')).status).toBe(200);
    expect(answers).toEqual([]);
    await storm.rollback();
    await comesIn;
    expect(answers).toEqual(['200 /']);
  });

  it('is in as soon as ever, whoever waits to file', async () => {
    const { db } = app.services;
    const files = await Promise.all(Array.from({ length: db.client.pool.max }, () => db.transaction()));
    const comes = createTestClient(app.url);
    try {
      await comes.get('/sign-in');
      const fields = { candidateNumber: '21410101151001', password: demoPassword };
      const inside = await comes.post('/sign-in', fields, { follow: false });
      expect([inside.status, inside.headers.get('location')]).toEqual([303, '/']);
    } finally {
      for (const one of files) await one.rollback();
    }
    expect((await comes.get('/')).status).toBe(200);
  });
});
