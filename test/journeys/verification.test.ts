import { openLedgerRing } from '../../src/domain/ledger/ledger-ring';
import { createTakeLeaves } from '../../src/domain/ledger/take-leaves';
import { databaseClock } from '../../src/infrastructure/clock';
import { file, people, signIn, sound } from '../candidate/filing/filing';
import { arriveAt } from '../pages/candidate-page';
import { CheckpointsPage, VerificationPage } from '../pages/verification-page';
import { describeLongJourney } from './journey';

describeLongJourney('a printed form in somebody else’s hand', (stage) => {
  it.each([
    [1024, 768],
    [360, 740],
  ])('is looked up, and the ledger shown, at %i × %i', async (width, height) => {
    const app = stage.app();
    const { knex } = app.database;
    if (width === 1024) await file(await signIn(app, people.pilot), 'early-other', sound);
    const keys = openLedgerRing(app.config.secrets.ledgerKey);
    await createTakeLeaves({ db: knex, clock: databaseClock, keys, host: 'zy.example.cn' })();
    const { hash } = await knex('application_versions').first();
    const screen = await stage.openScreen({ width, height });

    await screen.visit('/verify');
    let page = await arriveAt(VerificationPage, screen);
    await page.verify('3F', '');
    page = await arriveAt(VerificationPage, screen);
    expect(await page.read()).toContain('考生号后4位应为4位数字');
    await page.verify(hash.toString('hex').slice(0, 8), people.pilot.slice(-4));
    page = await arriveAt(VerificationPage, screen);
    expect(await page.readVerdict()).toBe('现行有效');
    await page.verify('F'.repeat(64), people.pilot.slice(-4));
    page = await arriveAt(VerificationPage, screen);
    expect(await page.readVerdict()).toContain('查无');

    await page.go('志愿账本检查点');
    const checkpoints = await arriveAt(CheckpointsPage, screen);
    expect(await checkpoints.read()).toContain('1条');
    expect(await screen.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});
