import { drawJpeg } from '../account/review/pictures';
import { findObjectionLink } from '../account/review/review-steps';
import type { Screen } from '../pages/screen';
import { idOfAccount } from '../support/accounts';
import { describeRareJourney } from './journey';
import { enterQueue, fill, giveNumber, go, headingOf, picture, press, signIn, textOf } from './review-steps';

const GIVES_BACK = '证件号码归原账号（提出异议的一方）';

async function send(screen: Screen, seed: number): Promise<void> {
  await screen.page.getByLabel('国徽面照片：').setInputFiles(picture(await drawJpeg(seed)));
  await screen.page.getByLabel('人像面照片：').setInputFiles(picture(await drawJpeg(seed + 1)));
  await press(screen, '提交审核');
}

describeRareJourney('a number that is objected to', (stage) => {
  it('is heard from both sides, and goes back', async () => {
    const { accounts } = stage.app().services;
    const accountId = await idOfAccount(stage.app(), 'qinzhiyuan');
    const proof = { accountId, route: 'studentRecord', origin: { address: '', device: '' } } as const;
    await stage.app().database.knex.transaction((transaction) => accounts.proveAccount(transaction, proof));

    const old = await stage.openScreen();
    await old.visit(await findObjectionLink(stage.app(), '15900001001'));
    await press(old, '提出异议');
    expect(await textOf(old)).toContain('请选择理由');
    await old.page.getByLabel('异议的理由：').selectOption({ label: '另一个账号不是我注册的' });
    await press(old, '提出异议');
    await go(old, '上传身份证照片');
    await press(old, '提交审核');
    expect(await textOf(old)).toContain('请选择国徽面照片');
    await fill(old, { '说明：': '账号一直由本人使用' });
    await send(old, 1);
    expect(await textOf(old)).toContain('照片已提交');

    const rival = await stage.openScreen();
    await signIn(rival, 'qinzhiyuan');
    await go(rival, '证件重复-客服审核');
    expect(await textOf(rival)).toContain('对方已提交照片，请您也提交');
    await go(rival, '继续提交照片');
    await send(rival, 3);
    expect(await textOf(rival)).toContain('有异议的证件号码');

    const first = await enterQueue(stage, 'reviewer-1');
    expect(await textOf(first)).toContain('有异议');
    await giveNumber(first, GIVES_BACK);
    await giveNumber(await enterQueue(stage, 'reviewer-2'), GIVES_BACK);

    await signIn(old, 'taken2020');
    expect(await headingOf(old)).toBe('个人信息');
    await go(old, /收件箱（未读/);
    await go(old, '客服核验后，证件号码归您的账号');
    await rival.visit('/account');
    expect(await headingOf(rival)).toBe('登录学信网账号');
  });
});
