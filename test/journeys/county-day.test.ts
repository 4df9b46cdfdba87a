import { formatFormNumber } from '../../src/office/print-jobs/form-number';
import { closeWindows, fileEarly } from '../office/print-jobs/paper-steps';
import { arriveAt } from '../pages/candidate-page';
import { HomePage } from '../pages/home-page';
import type { Screen } from '../pages/screen';
import { SignInPage } from '../pages/sign-in-page';
import { refreshOfficerTotp } from '../support/officers';
import { bound } from '../support/security-steps';
import { demoPassword } from '../support/test-client';
import { describeLongJourney } from './journey';

const newPassword = 'County#2031day';

async function press(screen: Screen, name: string): Promise<void> {
  await screen.follow(() => screen.page.getByRole('button', { name, exact: true }).click());
}

async function follow(screen: Screen, name: string | RegExp): Promise<void> {
  await screen.follow(() => screen.page.getByRole('link', { name }).first().click());
}

describeLongJourney('a day at the county office', (stage) => {
  it('resets a password at the counter, prints the saved list after the end, and notes the stamp', async () => {
    const app = stage.app();
    await fileEarly(app, bound.phone);
    const office = await stage.openScreen();
    const { page } = office;
    await office.visit('/office/sign-in');
    await page.locator('[name=signInName]').fill('county-1');
    await page.locator('[name=password]').fill(demoPassword);
    await page.locator('[name=totp]').fill(await refreshOfficerTotp(app, 'county-1'));
    await press(office, '登录');

    await office.visit('/office/counter');
    await page.getByLabel('考生号：').fill(bound.phone);
    await press(office, '查找');
    await follow(office, /打开考生/);
    await page.getByLabel('理由：').selectOption('inPerson');
    await press(office, '打开');
    await press(office, '办理');
    expect(await page.textContent('main')).toContain('须考生本人到场');
    await office.inspect();
    await page.getByLabel('考生本人到场').check();
    await page.getByLabel('已核验身份证件').check();
    await page.getByLabel('业务：').selectOption('password');
    await page.getByLabel('理由：').fill('忘记密码');
    await press(office, '办理');
    await office.inspect();
    const code = (await page.textContent('.secret-letter')) ?? '';

    const home = await stage.openScreen();
    await home.visit('/sign-in');
    await follow(home, '使用柜台码');
    await home.page.getByLabel('考生号：').fill(bound.phone);
    await home.page.getByLabel('柜台码：').fill(code);
    await press(home, '下一步');
    await home.page.getByLabel('新登录密码：', { exact: true }).fill(newPassword);
    await home.page.getByLabel('确认新密码：').fill(newPassword);
    await home.follow(() => home.page.getByRole('button', { name: '重置密码' }).click());
    const signIn = await arriveAt(SignInPage, home);
    await signIn.signIn(bound.phone, newPassword);
    await arriveAt(HomePage, home);

    closeWindows(app);
    await office.visit('/office/printing?batch=early-other');
    await page.getByLabel('范围：').selectOption('county');
    await page.getByLabel('理由：').fill('截止后归档');
    await office.follow(() => page.getByRole('button', { name: '开始生成' }).click());
    if (!stage.javaScript) {
      await app.services.paperwork.printJobs.runner.settle();
      await follow(office, '刷新');
    }
    await page.getByRole('link', { name: '下载第1部分' }).waitFor();
    await page.getByText('已完成').waitFor();
    await office.inspect();

    const version = await app.database.knex('application_versions').first('id');
    await office.visit('/office/receipts');
    await page.getByLabel('志愿表编号：').fill(formatFormNumber(version.id));
    await office.follow(() => page.keyboard.press('Enter'));
    await office.inspect();
    expect(await page.textContent('main')).toContain('已登记');
    await follow(office, '查看缺少的材料');
  });
});
