import { describeLongJourney } from './journey';
import { openForm, save, signIn } from './steps';

describeLongJourney('对口', (stage) => {
  it('takes four majors a school, in typed codes', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, '21410103140007');
    const form = await openForm(home, '对口生本科');
    expect(await form.field('平行志愿1', '专业5').count()).toBe(0);
    await form.fill('平行志愿1', {
      institution: '6005',
      majors: ['08', '09', '0a', '０Ｂ'],
      adjustment: '同意',
    });
    await form.fill('平行志愿2', { institution: '6025', majors: ['10'], adjustment: '不同意' });
    const browse = await save(form);
    expect(await browse.readSlot('平行志愿1')).toEqual([
      '院校 [6005]河南大学',
      '专业1 [08]计算机科学与技术',
      '专业2 [09]计算机科学与技术(师范)',
      '专业3 [0A]物联网工程',
      '专业4 [0B]动画',
      '专业调剂 同意',
    ]);
  });
});
