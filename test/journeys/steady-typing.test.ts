import { arriveAt } from '../pages/candidate-page';
import { FormPage } from '../pages/form-page';
import { describeScriptedJourney } from './journey';
import { openForm, signIn } from './steps';

const number = '21410101151003';

describeScriptedJourney('somebody who types and does not pause', (stage) => {
  const isDraft = (request: { url(): string }) => request.url().endsWith('/batches/early-other/draft');

  async function openInHeldTime() {
    await stage.app().database.knex('application_drafts').delete();
    const screen = await stage.openScreen();
    const home = await signIn(screen, number);
    await screen.page.clock.install();
    const form = await openForm(home, '提前批其他');
    return { screen, form };
  }

  async function readKept(): Promise<string> {
    const row = await stage.app().database.knex('application_drafts').first('fields');
    return JSON.stringify(row?.fields ?? null);
  }

  it('loses nothing that is older than ten seconds when the browser is killed after 21', async () => {
    const { screen, form } = await openInHeldTime();
    const kept: string[] = [];
    screen.page.on('requestfinished', (request) => {
      if (isDraft(request)) kept.push(request.postData() ?? '');
    });
    await form.field('第一志愿', '院校代号').focus();
    const typed = ['0', '0', '0', '1'];
    for (let second = 0; second < 21; second += 1) {
      // The last key again and again, as somebody does who corrects: never two seconds of rest.
      if (second >= typed.length) await screen.page.keyboard.press('Backspace');
      await screen.page.keyboard.press(typed[Math.min(second, 3)] ?? '1');
      const answered = second === 9 || second === 19 ? screen.page.waitForResponse(isDraftAnswer) : null;
      await screen.page.clock.runFor(1000);
      await answered;
    }
    expect(kept.length).toBeGreaterThanOrEqual(2);
    await screen.close();
    // The last digit is typed again and again: what is older than ten seconds are the others.
    expect(await readKept()).toContain('"institution":"000');
    const next = await stage.openScreen();
    const again = await openForm(await signIn(next, number), '提前批其他');
    expect(await again.value('第一志愿', '院校代号')).toMatch(/^0001?$/);
  });

  it('keeps a choice as soon as it is left, and what was typed last as the page is put away', async () => {
    const { screen, form } = await openInHeldTime();
    await form.field('第一志愿', '院校代号').fill('0001');
    const left = screen.page.waitForResponse(isDraftAnswer);
    await screen.page.locator('h1').click();
    await left;
    expect(await readKept()).toContain('0001');
    await form.field('第一志愿', '专业1').fill('16');
    await screen.visit('/guide');
    await expectKept('16');
  });

  it('tries again by itself when the network was away', async () => {
    const { screen, form } = await openInHeldTime();
    screen.expectFault(/ERR_INTERNET_DISCONNECTED|htmx:|script: undefined/);
    await screen.page.context().setOffline(true);
    await form.field('第一志愿', '院校代号').fill('0001');
    await screen.page.clock.runFor(2000);
    await form.draftStatus().getByText('网络不通').waitFor();
    await screen.page.context().setOffline(false);
    await screen.page.clock.runFor(3000);
    await form.draftStatus().getByText('已自动存为草稿，志愿还没有保存').waitFor();
    expect(await readKept()).toContain('0001');
    await screen.page.reload();
    expect(await (await arriveAt(FormPage, screen)).value('第一志愿', '院校代号')).toBe('0001');
  });

  const isDraftAnswer = (response: { request(): { url(): string } }) => isDraft(response.request());

  async function expectKept(text: string): Promise<void> {
    for (let tries = 0; tries < 100 && !(await readKept()).includes(text); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await readKept()).toContain(text);
  }
});
