import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { describeLongJourney } from './journey';
import { openForm, save, signIn } from './steps';

describeLongJourney('a browser that dies in the middle of a form', (stage) => {
  it('costs nothing: the draft is offered at the next sign-in, and is not shown as filed', async () => {
    const screen = await stage.openScreen();
    let form = await openForm(await signIn(screen, '21410101151003'), '提前批其他');
    await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    if (stage.javaScript) {
      await form.waitForDraft();
    } else {
      await form.press('检查');
      form = await arriveAt(FormPage, screen);
    }
    await screen.close();

    const next = await stage.openScreen();
    const home = await signIn(next, '21410101151003');
    expect(await home.readState('提前批其他')).toBe('有未保存的草稿');
    expect(await home.listActions('提前批其他')).toEqual(['填报']);
    form = await openForm(home, '提前批其他');
    expect(await form.read()).toMatch(/以下是您在 \d+月\d+日 \d\d:\d\d 填写的草稿，还没有保存志愿。/);
    expect(await form.value('第一志愿', '专业1')).toBe('16');
    const browse = await save(form);
    expect(await browse.read()).toContain('第1次保存时间');
  });
});
