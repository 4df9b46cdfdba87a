import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import type { Screen } from '../pages/screen';
import { describeScriptedJourney } from './journey';
import { openForm, signIn } from './steps';

/** Addresses of look-ups, in the order they were asked. */
function watchLookUps(screen: Screen): string[] {
  const asked: string[] = [];
  screen.page.on('request', (request) => {
    const [, path] = /\/look-up\/(.*)/.exec(request.url()) ?? [];
    if (path !== undefined) asked.push(decodeURIComponent(path));
  });
  return asked;
}

describeScriptedJourney('the name beside a code', (stage) => {
  let form: FormPage;
  let asked: string[];
  let screen: Screen;

  beforeEach(async () => {
    await stage.app().database.knex('application_drafts').delete();
    screen = await stage.openScreen();
    asked = watchLookUps(screen);
    form = await openForm(await signIn(screen, '21410101119001'), '提前批其他');
  });

  it('appears while one types, and a red sentence where there is none; a correction clears it', async () => {
    await form.field('第一志愿', '院校代号').pressSequentially('0001');
    await form.waitForHint('第一志愿', '院校代号', '北京体育大学北京市');
    await form.field('第一志愿', '专业1').pressSequentially('99');
    await form.waitForHint('第一志愿', '专业1', '✕ 此专业不存在!');
    expect(await form.field('第一志愿', '专业1').getAttribute('aria-invalid')).toBe('true');
    expect(await form.readAnnouncement()).toBe('✕ 此专业不存在!');
    await screen.inspect();
    await form.fill('第一志愿', { majors: ['16'] });
    await form.waitForHint('第一志愿', '专业1', '马克思主义理论');
    expect(await form.field('第一志愿', '专业1').getAttribute('aria-invalid')).toBeNull();
    expect(await form.readAnnouncement()).toBe('马克思主义理论 5000元/年');
    expect(asked).toHaveLength(3);
  });

  it('tells a code of another batch from one that does not exist', async () => {
    await form.fill('第一志愿', { institution: '1105' });
    await form.waitForHint('第一志愿', '院校代号', '此院校存在，但不在本批次招生，请核对招生计划！');
    await form.fill('第一志愿', { institution: '9998' });
    await form.waitForHint('第一志愿', '院校代号', '此院校不存在，请检查院校代号！');
  });

  it('is asked for once a page, in full-width digits too, and kept nowhere else', async () => {
    await form.fill('第一志愿', { institution: '0001' });
    await form.waitForHint('第一志愿', '院校代号', '北京体育大学');
    await form.fill('第二志愿 平行志愿1', { institution: '０００１' });
    await form.waitForHint('第二志愿 平行志愿1', '院校代号', '北京体育大学');
    await form.fill('第一志愿', { institution: '1435' });
    await form.waitForHint('第一志愿', '院校代号', '北京语言大学');
    await form.fill('第一志愿', { institution: '0001' });
    await form.waitForHint('第一志愿', '院校代号', '北京体育大学');
    expect(asked).toEqual(['early-other/5/-/0001', 'early-other/5/-/1435']);
  });

  it('follows the institution: all majors of a row are looked up anew', async () => {
    const majors = ['16', '27', '31', '09'];
    await form.fill('第一志愿', { institution: '0001', majors });
    await form.waitForHint('第一志愿', '专业4', '此专业');
    await form.fill('第一志愿', { institution: '1435' });
    await form.waitForHint('第一志愿', '专业1', '经济统计学');
    await form.waitForHint('第一志愿', '专业2', '此专业');
    await form.waitForHint('第一志愿', '专业3', '此专业');
    await form.waitForHint('第一志愿', '专业4', '英语');
    const [, ...anew] = asked.slice(-5);
    expect(anew).toEqual(majors.map((major) => `early-other/5/-/1435/${major}`));
  });

  it('goes with the code: clearing a row clears its 调剂', async () => {
    const agree = form.adjustment('第一志愿', '同意');
    await form.fill('第一志愿', { institution: '0001', majors: ['16'], adjustment: '同意' });
    await form.fill('第一志愿', { majors: [''] });
    expect(await agree.isChecked()).toBe(true);
    await form.fill('第一志愿', { institution: '' });
    await form.field('第一志愿', '专业1').focus();
    expect(await agree.isChecked()).toBe(false);
    expect(await form.readHint('第一志愿', '院校代号')).toBe('');
  });

  it('turns red at the look-up where it depends on the person, and says nothing of what is still to come', async () => {
    await form.fill('第一志愿', { institution: '1285', majors: ['24'] });
    await form.waitForHint('第一志愿', '专业1', '航海技术');
    await form.waitForHint('第一志愿', '专业1', '该专业只招男生！');
    expect(await form.field('第一志愿', '专业1').getAttribute('aria-invalid')).toBe('true');
    expect(await form.draftStatus().innerText()).toContain('还有1处需要改正。');
    expect(await form.listFaults()).toEqual([]);
    await screen.inspect();
    await screen.page.reload();
    form = await arriveAt(FormPage, screen);
    expect(await form.value('第一志愿', '专业1')).toBe('24');
  });
});
