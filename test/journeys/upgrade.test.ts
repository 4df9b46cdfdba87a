import { describeLongJourney } from './journey';
import { openForm, save, signIn } from './steps';

describeLongJourney('专升本', (stage) => {
  it('asks for institutions alone, by the 报考专业 of the registration', async () => {
    const screen = await stage.openScreen();
    const home = await signIn(screen, '21410104120008');
    const form = await openForm(home, '专升本');
    expect(await form.field('平行志愿1', '专业1').count()).toBe(0);
    expect(await form.adjustment('平行志愿1', '同意').count()).toBe(0);
    await form.fill('平行志愿1', { institution: '6041' });
    await form.fill('平行志愿2', { institution: '6046' });
    const browse = await save(form);
    expect(await browse.readSlot('平行志愿1')).toEqual(['院校 [6041]许昌学院(专升本)']);
    expect(await browse.readSlot('平行志愿2')).toEqual(['院校 [6046]河南牧业经济学院(专升本)']);
  });
});
