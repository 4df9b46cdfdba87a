import { startAccountWork } from '../../../src/account/work';
import { createLogger } from '../../../src/infrastructure/logger';
import { startTestApp, type TestApp } from '../../support/test-app';
import { turnSwitch } from '../../support/turn-switch';

describe('what is due at the account centre', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
    await app.database
      .knex('accounts')
      .where({ user_name: 'baiyichen' })
      .update({ closes_at: new Date(0) });
  });
  afterAll(() => app.close());

  /** One round of the work. @returns the state of the account whose week is over */
  async function work(): Promise<string> {
    await startAccountWork(app.services, createLogger('silent')).stop();
    return app.database
      .knex('accounts')
      .where({ user_name: 'baiyichen' })
      .first('status')
      .then((row) => row.status);
  }

  const moveBack = (minutes: number) =>
    app.database
      .knex('switches')
      .where({ name: 'readOnly' })
      .update({ changed_at: new Date(Date.now() - minutes * 60_000) });

  it('rests under 只能查看 and for an hour after, when nobody could have taken it back', async () => {
    await turnSwitch(app, 'readOnly', true);
    expect(await work()).toBe('active');
    await turnSwitch(app, 'readOnly', false);
    expect(await work()).toBe('active');
    await moveBack(59);
    expect(await work()).toBe('active');
    await moveBack(61);
    expect(await work()).toBe('cancelled');
  });

  it('goes on with what waits for nobody', async () => {
    await turnSwitch(app, 'readOnly', true);
    const { knex } = app.database;
    await knex('accounts')
      .where({ status: 'unproved' })
      .update({ status_at: new Date(0), lapse_told_at: null });
    await work();
    const told = await knex('accounts')
      .where({ status: 'unproved' })
      .whereNotNull('lapse_told_at')
      .first('id');
    expect(told).toBeDefined();
    await turnSwitch(app, 'readOnly', false);
  });
});
