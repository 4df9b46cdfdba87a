import { arriveAt } from '../pages/candidate-page';
import { ExpiredPage } from '../pages/expired-page';
import { FormPage } from '../pages/form-page';
import { NoticePage } from '../pages/notice-page';
import { RefusalPage } from '../pages/refusal-page';
import { MINUTE } from '../support/test-clock';
import { describeLongJourney } from './journey';
import { goHome, openForm, signIn } from './steps';

describeLongJourney('the time a form has', (stage) => {
  it('30 minutes: a save after them is refused, and what was typed comes back', async () => {
    const screen = await stage.openScreen();
    let home = await signIn(screen, '21410101119001');
    let form = await openForm(home, '提前批其他');
    expect(await form.readTimeLeft()).toMatch(/^(30:00|29:[345]\d)$/);
    await form.fill('第一志愿', { institution: '0001', majors: ['27'], adjustment: '不同意' });
    stage.app().clock.advance(31 * MINUTE);
    await form.press('保存志愿');
    const expired = await arriveAt(ExpiredPage, screen);
    home = await goHome(expired);
    expect(await home.readState('提前批其他')).toBe('有未保存的草稿');

    form = await openForm(home, '提前批其他');
    expect(await form.read()).toContain('以下是您在');
    expect(await form.value('第一志愿', '院校代号')).toBe('0001');
    expect(await form.value('第一志愿', '专业1')).toBe('27');
    expect(await form.adjustment('第一志愿', '不同意').isChecked()).toBe(true);
    expect(await form.readTimeLeft()).toMatch(/^(30:00|29:[345]\d)$/);
  });

  it('a window that closes while one types: the save is refused, and the home page says so', async () => {
    const { database, services, clock } = stage.app();
    const screen = await stage.openScreen();
    const form = await openForm(await signIn(screen, '21410101151001'), '地方公费师范生');
    await form.fill('平行志愿1', { institution: '0001' });
    await database.knex('windows').where({ batch_code: 'early-teacher' }).update({ closes_at: clock.read() });
    await database.knex('reference_versions').increment('version', 1);
    await services.reference.refresh();
    await form.press('保存志愿');
    const refusal = await arriveAt(RefusalPage, screen);
    expect(await refusal.read()).toContain('该批次现在不在填报时间内，本次操作没有执行。');
    const home = await goHome(refusal);
    expect(await home.readState('地方公费师范生')).toBe('已截止，未填报');
    expect(await home.listActions('地方公费师范生')).toEqual([]);
  });

  it('延长 in the last five minutes gives 30 more, and keeps what was typed', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, '21410101111002');
    let form = await openForm(home, '提前批其他');
    await form.fill('第一志愿', { institution: '1400' });
    expect(await form.timer().getByRole('button', { name: '延长' }).isEnabled()).toBe(false);
    stage.app().clock.advance(26 * MINUTE);
    await form.press('检查');
    form = await arriveAt(FormPage, screen);
    expect(await form.readTimeLeft()).toMatch(/^0[34]:/);
    await form.press('延长本页时间');
    form = await arriveAt(FormPage, screen);
    expect(await form.readTimeLeft()).toMatch(/^(30:00|29:[345]\d)$/);
    expect(await form.value('第一志愿', '院校代号')).toBe('1400');
  });

  it('须知 comes first, whatever address is opened', async () => {
    const screen = await stage.openScreen();
    await signIn(screen, '21410101151001');
    await screen.visit('/batches/early-other/form');
    await arriveAt(NoticePage, screen);
  });
});
