import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, demoPassword } from '../../support/test-client';
import { openForm, people, pressSave, signIn, sound } from '../filing/filing';

describe('whoever comes and whoever files', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ apart: true });
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

  it('are in without one connection of those who file', async () => {
    const { db } = app.services;
    const asked = jest.spyOn(db.client, 'acquireConnection');
    const comes = createTestClient(app.url);
    await comes.get('/sign-in');
    const fields = { candidateNumber: '21410101151001', password: demoPassword };
    const inside = await comes.post('/sign-in', fields, { follow: false });
    expect([inside.status, inside.headers.get('location')]).toEqual([303, '/']);
    expect(asked).not.toHaveBeenCalled();
    expect((await comes.get('/')).status).toBe(200);
    expect(asked).toHaveBeenCalled();
  });
});
