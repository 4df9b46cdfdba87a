import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { decryptPackage, joinHalves } from '../../src/office/exports/package-cipher';
import {
  changePack,
  file,
  idOf,
  listSound,
  people,
  signIn as signInOverHttp,
  withoutCooldown,
} from '../candidate/filing/filing';
import { closeWindows } from '../office/print-jobs/paper-steps';
import type { Screen } from '../pages/screen';
import { refreshOfficerTotp } from '../support/officers';
import { demoPassword } from '../support/test-client';
import { describeRareJourney } from './journey';

describeRareJourney('a list that somebody tampered with', (stage) => {
  async function signIn(name: 'province-1' | 'province-2'): Promise<Screen> {
    const screen = await stage.openScreen();
    await screen.visit('/office/sign-in');
    await screen.page.getByLabel('登录名：').fill(name);
    await screen.page.getByLabel('密码：', { exact: true }).fill(demoPassword);
    await screen.page.getByLabel('动态密码：').fill(await refreshOfficerTotp(stage.app(), name));
    await press(screen, '登录');
    return screen;
  }
  const press = (screen: Screen, name: string) =>
    screen.follow(() => screen.page.getByRole('button', { name, exact: true }).first().click());
  const read = async (screen: Screen) => (await screen.page.textContent('main')) ?? '';

  it('is found on the board, shown as evidence, restored by two officers and handed over by two', async () => {
    const app = stage.app();
    await changePack(app, withoutCooldown);
    const candidate = await signInOverHttp(app, people.pilot);
    const [own, tampered] = listSound(2);
    await file(candidate, 'early-other', own ?? {});
    await file(candidate, 'early-other', tampered ?? {});
    const versions = await app.database.knex('application_versions').orderBy('ordinal').select('id');

    const first = await signIn('province-1');
    await first.visit('/office/coverage');
    await first.inspect();
    expect(await read(first)).toContain('提前批其他');

    await first.visit('/office/evidence');
    await press(first, '调阅');
    expect(await read(first)).toContain('请填写');
    await first.page.getByLabel('考生号：').fill(people.pilot);
    await first.page.getByLabel('理由：').fill('考生报案');
    await press(first, '调阅');
    await first.inspect();
    const evidence = await read(first);
    for (const part of ['127.0.0.1', '第1次', '第2次', '校验值']) expect(evidence).toContain(part);

    await first.visit('/office/restorations/new');
    await first.page.getByLabel('考生号').fill(people.pilot);
    await press(first, '查找');
    await first.page.locator(`input[name=version][value="${versions[0]?.id}"]`).check();
    await first.page.getByLabel('报案编号：').fill('郑公受字第7号');
    await first.page.getByLabel('理由：').fill('志愿被他人篡改');
    await first.inspect();
    await press(first, '提交申请');
    expect(await read(first)).toContain('等待另一名工作人员批准');
    await first.follow(() => first.page.getByRole('link', { name: /^查看恢复申请/ }).click());
    expect(await read(first)).toContain('须由另一名工作人员批准');
    expect(await first.page.getByRole('button', { name: '批准，立即恢复' }).count()).toBe(0);

    const second = await signIn('province-2');
    await second.visit('/office/restorations');
    await second.follow(() => second.page.getByRole('link', { name: /^查看恢复申请/ }).click());
    await second.inspect();
    expect(await read(second)).toContain('恢复后的变化');
    await press(second, '批准，立即恢复');
    await second.inspect();
    const [group] = await app.database
      .knex('application_groups')
      .where({ candidate_id: await idOf(app, people.pilot), group_code: 'G1' });
    expect(group.current_version_id).not.toBe(versions[1]?.id);
    expect(group.saves_used).toBe(1);
    expect((await candidate.get('/mails/personal')).text).toContain('恢复');

    closeWindows(app);
    await first.visit('/office/evidence/closing?batch=early-other');
    await first.inspect();
    await first.visit('/office/exports');
    await first.page.getByLabel('提前批其他').check();
    await first.page.getByLabel('理由：').fill('投档');
    await press(first, '提交申请');
    const firstHalf = (await first.page.textContent('.secret-letter')) ?? '';
    await second.visit('/office/exports');
    await press(second, '批准');
    const secondHalf = (await second.page.textContent('.secret-letter')) ?? '';
    await second.visit('/office/exports');
    await second.page.getByRole('button', { name: '下载' }).waitFor();
    await second.inspect();
    const [download] = await Promise.all([
      second.page.waitForEvent('download'),
      second.page.getByRole('button', { name: '下载' }).click(),
    ]);
    const sealed = await buffer(await download.createReadStream());
    const opened = await buffer(decryptPackage(joinHalves(firstHalf, secondHalf), Readable.from([sealed])));
    expect(opened.includes('manifest')).toBe(true);
    await expect(
      buffer(decryptPackage(joinHalves(firstHalf, firstHalf), Readable.from([sealed]))),
    ).rejects.toThrow();
  });
});
