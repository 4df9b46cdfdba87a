import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { findLayoutFaults } from '../pages/layout-faults';
import { describeScriptedJourney } from './journey';
import { openForm, save, signIn } from './steps';

const viewports = [
  { width: 320, height: 568 },
  // 1024 pixels at 200 %: what folds at 320 folds there too, as a rule.
  ...(process.env.LONG === undefined ? [] : [{ width: 512, height: 384 }]),
  { width: 1024, height: 768 },
];

describeScriptedJourney('the pages in narrow windows', (stage) => {
  it.each(viewports)(
    'fold at $width pixels: nothing cut off, nothing overlapping, targets large enough',
    async (viewport) => {
      await stage.app().database.knex('application_drafts').delete();
      const screen = await stage.openScreen(viewport);
      const home = await signIn(screen, '21410101119001');
      expect(await findLayoutFaults(screen.page)).toEqual([]);
      let form = await openForm(home, '提前批其他');
      await form.fill('第一志愿', { institution: '0001', majors: ['16', '99'] });
      await form.waitForHint('第一志愿', '专业2', '此专业不存在!');
      await screen.inspect();
      expect(await findLayoutFaults(screen.page)).toEqual([]);
      await form.press('检查');
      form = await arriveAt(FormPage, screen);
      expect(await findLayoutFaults(screen.page)).toEqual([]);
    },
  );

  it('shows a saved list at 320 pixels', async () => {
    const screen = await stage.openScreen({ width: 320, height: 568 });
    const form = await openForm(await signIn(screen, '21410101151001'), '提前批其他');
    await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    const browse = await save(form);
    expect(await findLayoutFaults(screen.page)).toEqual([]);
    await browse.choose('我的保存记录');
    await screen.inspect();
  });
});
