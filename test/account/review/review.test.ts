import sharp from 'sharp';
import { findAccountByUserName } from '../../../src/domain/accounts/account.repository';
import { forgetResendWait, getAccountCode, listLettersTo, signInAccount } from '../../support/accounts';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { newPassword, provePhone, toDetails } from '../../support/register';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { drawCard, drawJpeg, drawPng } from './pictures';
import {
  approves,
  drawBoth,
  judge,
  judgeAnyway,
  newestCase,
  openReview,
  refuses,
  SENDING,
  sendPictures,
  stateOf,
  statusOf,
} from './review-steps';

const PHONE = '15900001002';
/** How a table of a JPEG begins. Marks of three bytes stand in half a megabyte of ciphertext by chance, once in thirty times. */
const JPEG_TABLE = '\xff\xdb\x00\x43\x00';

describe('客服协助验证', () => {
  let app: TestApp;
  let owner: TestClient;
  let first: TestClient;
  let second: TestClient;
  let third: TestClient;
  let seed = 100;

  beforeAll(async () => {
    app = await startTestApp();
    owner = await signInAccount(app, 'qinzhiyuan');
    first = await signInOfficer(app, 'reviewer-1');
    second = await signInOfficer(app, 'reviewer-2');
    third = await signInOfficer(app, 'reviewer-3');
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    // Three a day, and twenty an hour: each test has a day of its own.
    await knex()('review_sides').update({ sent_at: knex().raw("sent_at - interval '2 days'") });
    await knex()('throttles').delete();
    await knex()('review_cases').whereIn('state', ['waiting', 'approved']).update({ state: 'lapsed' });
  });

  const knex = () => app.database.knex;

  /** Sends two good pictures. @returns the case */
  async function sendGood(): Promise<number> {
    seed += 2;
    const answer = await sendPictures(app, owner, await drawBoth(seed), { fields: { note: '本人手机已换' } });
    expect([answer.status, answer.location]).toEqual([303, '/account/review']);
    return newestCase(app);
  }

  describe('what is sent', () => {
    it('is kept encrypted, without EXIF, and deleted by date', async () => {
      seed += 2;
      const tagged = await drawCard(seed)
        .withExif({ IFD0: { Copyright: 'CANARY-EXIF' } })
        .jpeg()
        .toBuffer();
      const page = await sendPictures(app, owner, { emblem: tagged, portrait: await drawPng(seed + 1) });
      expect(page.status).toBe(303);
      const id = await newestCase(app);
      const rows = await knex()('review_pictures').where({ case_id: id });
      expect(rows).toHaveLength(2);
      for (const mark of [JPEG_TABLE, 'Exif\0\0', 'CANARY-EXIF'])
        expect([mark, tagged.includes(mark, 0, 'latin1')]).toEqual([mark, true]);
      for (const { picture_cipher, blurred_cipher } of rows)
        for (const sealed of [picture_cipher, blurred_cipher])
          for (const mark of [JPEG_TABLE, 'Exif\0\0', 'CANARY-EXIF', 'JFIF\0', '\x89PNG\r\n'])
            expect([mark, sealed.includes(mark, 0, 'latin1')]).toEqual([mark, false]);
      const { rows: found } = await knex().raw(
        `select id from review_pictures where position('\\xffdb004300'::bytea in picture_cipher) > 0`,
      );
      expect(found).toEqual([]);
      // Moved to another kind, or another case, it opens no more.
      const [one, other] = rows;
      await knex()('review_pictures').where({ id: one.id }).update({ picture_cipher: other.picture_cipher });
      await openReview(first, id);
      expect((await first.get(`/office/reviews/${id}/pictures/${one.id}`)).status).toBe(500);
      const { work } = app.services.accounts.reviews;
      await work.deletePictures();
      expect(await knex()('review_pictures').where({ case_id: id }).whereNull('deleted_at')).toHaveLength(2);
      await knex()('review_pictures')
        .where({ case_id: id })
        .update({ received_at: knex().raw("clock_timestamp() - interval '30 days'") });
      await work.deletePictures();
      const kept = await knex()('review_pictures')
        .where({ case_id: id })
        .select('picture_cipher', 'blurred_cipher');
      expect(kept.every((row) => row.picture_cipher === null && row.blurred_cipher === null)).toBe(true);
      await knex()('review_cases')
        .where({ id })
        .update({ submitted_at: knex().raw("clock_timestamp() - interval '30 days'") });
      expect(await work.endOverdue()).toBe(1);
      expect(await stateOf(app, id)).toBe('lapsed');
      expect((await listLettersTo(app, PHONE)).at(-1)).toContain('失效');
      expect((await owner.get('/account/review')).text).toContain('重新提交');
    });

    it('is told to whoever has the number, and waits no more once the applicant has proved itself otherwise', async () => {
      const id = await sendGood();
      expect((await listLettersTo(app, '15900001001')).at(-1)).toMatch(/尾号34.*请客服核验.*可以正常使用/);
      expect((await first.get('/office/reviews')).html).toContain(`/office/reviews/${id}"`);
      await knex()('accounts').where({ user_name: 'qinzhiyuan' }).update({ status: 'suspended' });
      expect((await first.get('/office/reviews')).html).not.toContain(`/office/reviews/${id}"`);
      const late = await judgeAnyway(app, first, 'reviewer-1', id, approves);
      expect([late.status, await stateOf(app, id)]).toEqual([409, 'lapsed']);
      await knex()('review_cases').where({ id }).update({ state: 'waiting' });
      expect(await app.services.accounts.reviews.work.endOverdue()).toBe(1);
      expect(await stateOf(app, id)).toBe('lapsed');
      await knex()('accounts').where({ user_name: 'qinzhiyuan' }).update({ status: 'unproved' });
    });

    it('is refused picture by picture; right ones and the words are kept', async () => {
      const good = await drawJpeg(900);
      const page = await sendPictures(
        app,
        owner,
        {
          emblem: good,
          portrait: Buffer.concat([await drawJpeg(901), Buffer.alloc(8 * 1024 * 1024)]),
          inHand: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        },
        { fields: { note: '换了<b>手机</b>' } },
      );
      expect(page.status).toBe(422);
      expect(page.text).toContain('人像面照片超过8MB');
      expect(page.text).toContain('手持证件照片不是JPG、PNG或GIF图片');
      expect(page.html).toContain('换了&lt;b&gt;手机');
      expect(page.text.match(/已收到/g)).toHaveLength(1);
      const line = await knex()('audit_entries').where({ action: 'reviewRefused' }).first();
      expect(line.detail.faults).toBe('portrait=tooLong inHand=wrongType');
      const again = await sendPictures(
        app,
        owner,
        { emblem: undefined, portrait: Buffer.alloc(0), inHand: undefined },
        {
          names: { portrait: 'card.jpg' },
        },
      );
      expect([again.status, again.text.includes('人像面照片是空文件')]).toEqual([422, true]);
      const same = await sendPictures(app, owner, { portrait: good });
      expect([same.status, same.text.includes('与另一张照片相同')]).toEqual([422, true]);
      const much = await sendPictures(app, owner, { portrait: Buffer.alloc(11_000_000, 0xff) });
      expect([much.status, much.text.includes('人像面照片超过8MB')]).toEqual([422, true]);
      const long = await sendPictures(
        app,
        owner,
        { portrait: await drawJpeg(902) },
        { fields: { note: '说'.repeat(201) } },
      );
      expect([long.status, long.text.includes('不能超过200个字')]).toEqual([422, true]);
      const last = await sendPictures(app, owner, {});
      expect(last.location).toBe('/account/review');
      expect((await owner.get(SENDING)).url).toBe('/account/review');
      await judge(first, await newestCase(app), refuses);
      await judge(second, await newestCase(app), refuses);
    });

    it('is refused without a token, with another form’s, and to whom it is none of their business', async () => {
      const files = await drawBoth(910);
      const before = await knex()('review_cases').count();
      for (const fields of [{ _csrf: 'forged' }, { formToken: 'forged' }, { formToken: '' }])
        expect((await sendPictures(app, owner, files, { fields })).status).toBe(403);
      const active = await signInAccount(app, 'lumingqi');
      await active.get('/account');
      const token = (await active.get('/account')).hidden('/account/sign-out');
      expect((await sendPictures(app, active, files, { fields: token })).status).toBe(403);
      expect((await active.get(SENDING)).status).toBe(404);
      const visitor = createTestClient(app.url);
      await visitor.get('/account/sign-in');
      expect((await sendPictures(app, visitor, files)).location).toBe('/account/sign-in');
      expect(await knex()('review_cases').count()).toEqual(before);
    });

    it('is refused where the account was proved since the page was shown', async () => {
      const { submission } = app.services.accounts.reviews;
      const account = await findAccountByUserName(knex(), 'lumingqi');
      if (account === null) throw new Error('lumingqi is not in the demo');
      const party = { account, contest: null };
      const form = { files: new Map(), tooLong: [], note: '', heldBack: false };
      const sent = submission.send(
        party,
        { ...form, token: submission.issueToken(party) },
        { address: '', device: '' },
      );
      await expect(sent).rejects.toThrow('conflict');
    });

    it('is refused where another account has sent the same picture, deleted or not', async () => {
      const files = await drawBoth(920);
      await sendPictures(app, owner, files);
      const id = await newestCase(app);
      await judge(first, id, refuses);
      await judge(second, id, refuses);
      await knex()('review_pictures').update({
        picture_cipher: null,
        blurred_cipher: null,
        deleted_at: new Date(),
      });
      const { client } = await provePhone(app, '15912340401');
      const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
      await client.post('/account/register/details', toDetails(given));
      const rival = await signInAccount(app, '15912340401', newPassword);
      const tail = Buffer.from('a tail of its own');
      const page = await sendPictures(app, rival, {
        emblem: Buffer.concat([files.emblem, tail]),
        portrait: await drawJpeg(922),
      });
      expect(page.status).toBe(422);
      expect(page.text).toContain('国徽面照片在其他账号的申请中使用过');
      // The same account may send it again.
      expect((await sendPictures(app, owner, files)).status).toBe(303);
      await judge(first, await newestCase(app), refuses);
      await judge(second, await newestCase(app), refuses);
    });

    it('is known again where another account saves it anew; on the side that all cards share the reviewers are told', async () => {
      const files = await drawBoth(940);
      await sendPictures(app, owner, files);
      const id = await newestCase(app);
      expect((await openReview(first, id)).text).not.toContain('几乎相同');
      await judge(first, id, refuses);
      await judge(second, id, refuses);
      const { client } = await provePhone(app, '15912340442');
      const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
      await client.post('/account/register/details', toDetails(given));
      const rival = await signInAccount(app, '15912340442', newPassword);
      const saveAnew = (file: Buffer) => sharp(file).resize(480).jpeg({ quality: 45 }).toBuffer();
      const emblem = await saveAnew(files.emblem);
      const page = await sendPictures(app, rival, { emblem, portrait: await saveAnew(files.portrait) });
      expect(page.status).toBe(422);
      expect(page.text).toContain('人像面照片在其他账号的申请中使用过');
      expect(page.text).not.toContain('国徽面照片在其他');
      const twice = await sendPictures(app, rival, { portrait: await sharp(emblem).png().toBuffer() });
      expect([twice.status, twice.text.includes('与另一张照片相同')]).toEqual([422, true]);
      expect((await sendPictures(app, rival, { portrait: await drawJpeg(943) })).status).toBe(303);
      const opened = await openReview(first, await newestCase(app));
      expect(opened.text.match(/与其他账号提交过的\S+照片几乎相同/g)).toEqual([
        '与其他账号提交过的国徽面照片几乎相同',
      ]);
      await judge(first, await newestCase(app), refuses);
      await judge(second, await newestCase(app), refuses);
    });

    it('is a photograph of a phone too, kept within 300 KB', async () => {
      const noise = {
        width: 3000,
        height: 2000,
        channels: 3,
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      } as const;
      const photo = await sharp({ create: { ...noise, background: '#000' } })
        .jpeg({ quality: 92 })
        .toBuffer();
      expect(photo.length).toBeGreaterThan(3_000_000);
      const page = await sendPictures(app, owner, { emblem: await drawJpeg(945), portrait: photo });
      expect(page.status).toBe(303);
      const id = await newestCase(app);
      const kept = await knex()('review_pictures').where({ case_id: id, kind: 'portrait' }).first();
      expect(kept.picture_cipher.length).toBeLessThan(301 * 1024);
      await judge(first, id, refuses);
      await judge(second, id, refuses);
    });

    it('is taken three times a day', async () => {
      for (let sent = 0; sent < 3; sent += 1) {
        const id = await sendGood();
        await knex()('review_cases').where({ id }).update({ state: 'refused', decided_at: new Date() });
      }
      const page = await sendPictures(app, owner, await drawBoth(930));
      expect(page.status).toBe(429);
      expect(page.text).toMatch(/每天3次.*解除限制.*选择其他途径/);
    });
  });

  describe('the reviewers', () => {
    it('see number and pictures masked until they open them, with a reason that is written down', async () => {
      const id = await sendGood();
      const path = `/office/reviews/${id}`;
      const queue = await first.get('/office/reviews');
      expect(queue.text).toMatch(/秦\*\* 410\*+1234 .*还剩1天23小时/);
      const closed = await first.get(path);
      for (const secret of ['秦知远', '410105200109171234', '本人手机已换'])
        expect(closed.text).not.toContain(secret);
      expect(closed.text).toContain('雁湖大学');
      const { id: picture } = await knex()('review_pictures').where({ case_id: id }).first('id');
      expect((await first.get(`${path}/pictures/${picture}`)).status).toBe(404);
      const blurred = await fetchPicture(first, `${path}/pictures/${picture}/blurred`);
      expect(blurred.headers.get('cache-control')).toBe('no-store');
      expect((await sharp(Buffer.from(await blurred.arrayBuffer())).metadata()).width).toBe(240);
      const unreasoned = await first.post(`${path}/opening`, closed.hidden(`${path}/opening`));
      expect([unreasoned.status, unreasoned.text.includes('请选择理由')]).toEqual([422, true]);
      const open = await openReview(first, id);
      expect(open.text).toContain('410105200109171234');
      expect(open.text).toContain('本人手机已换');
      const clear = await fetchPicture(first, `${path}/pictures/${picture}`);
      expect([clear.status, clear.headers.get('content-type'), clear.headers.get('cache-control')]).toEqual([
        200,
        'image/jpeg',
        'no-store',
      ]);
      expect(clear.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await fetchPicture(second, `${path}/pictures/${picture}`)).status).toBe(404);
      const lines = await knex()('audit_entries').where({ action: 'openReview', subject_id: String(id) });
      expect(lines.map(({ detail }) => detail.reason)).toEqual(['审核本件']);
      expect(JSON.stringify(lines)).not.toMatch(/秦知远|410105\d{12}/);
      await knex()('review_openings').update({ expires_at: new Date(Date.now() - 1) });
      expect((await fetchPicture(first, `${path}/pictures/${picture}`)).status).toBe(404);
      await judge(first, id, refuses);
      await judge(second, id, refuses);
    });

    it('are named every fault of the form', async () => {
      const id = await sendGood();
      const none = await judge(first, id, { declared: '' });
      for (const sentence of ['请选择审核结论', '请确认与双方没有利害关系'])
        expect(none.text).toContain(sentence);
      const path = `/office/reviews/${id}/verdict`;
      const send = async (fields: Record<string, string>) => {
        const page = await first.get(`/office/reviews/${id}`);
        return first.post(path, { ...page.hidden(path), declared: 'yes', ...fields });
      };
      const unread = await send({ verdict: 'applicant', cardName: '', cardNumber: '' });
      expect(unread.text).toContain('请按照片填写证件上的号码');
      expect((await send({ verdict: 'neither' })).text).toContain('请至少选择一个原因');
      const other = await send({ ...approves, cardNumber: '410105200109171235' });
      expect([other.status, other.text.includes('与账号注册的不一致')]).toEqual([422, true]);
      expect((await send({ ...approves, cardName: '秦志远' })).status).toBe(422);
      expect((await send({ ...approves, verdict: 'rival' })).text).toContain('请选择审核结论');
      expect(await knex()('review_verdicts').where({ case_id: id })).toEqual([]);
      await judge(first, id, refuses);
      await judge(second, id, refuses);
      expect(await stateOf(app, id)).toBe('refused');
      const follow = await owner.get('/account/review');
      expect(follow.text).toMatch(/审核未通过.*照片模糊.*请在光线充足处.*重新提交/);
      expect((await listLettersTo(app, PHONE)).at(-1)).toContain('照片模糊');
    });

    it('judge once each, without knowing of each other; a third settles what two disagree about', async () => {
      const id = await sendGood();
      const form = await openReview(first, id);
      const path = `/office/reviews/${id}/verdict`;
      const fields = { ...form.hidden(path), declared: 'yes', ...approves, officer: '2', round: '2' };
      expect((await first.post(path, fields)).url).toBe('/office/reviews');
      expect((await first.post(path, fields)).status).toBe(409);
      expect(await stateOf(app, id)).toBe('waiting');
      const again = await judgeAnyway(app, first, 'reviewer-1', id, approves);
      expect([again.status, again.text.includes('您已审核过本件')]).toEqual([409, true]);
      expect((await first.get(`/office/reviews/${id}`)).html).not.toContain('/verdict');
      const unknowing = await openReview(second, id);
      expect(unknowing.text).not.toMatch(/韩静宜|reviewer-1|已有/);
      expect(unknowing.html).not.toMatch(/checked/);
      await judge(second, id, refuses);
      expect(await stateOf(app, id)).toBe('waiting');
      expect((await owner.get('/account/review')).text).toContain('等待客服审核');
      await judge(third, id, refuses);
      expect(await stateOf(app, id)).toBe('refused');
      expect((await judgeAnyway(app, first, 'reviewer-1', id, approves)).status).toBe(409);
      expect(await listOfficerActs(app, 'reviewer-3')).toEqual(['signIn', 'openReview', 'judgeReview']);
    });

    it('who press at the same instant count once each', async () => {
      const id = await sendGood();
      const path = `/office/reviews/${id}`;
      const [one, two] = await Promise.all([openReview(first, id), openReview(second, id)]);
      const forms = [first, first, second].map((client, index) => {
        const page = index === 2 ? two : one;
        return client.post(`${path}/verdict`, {
          ...page.hidden(`${path}/verdict`),
          declared: 'yes',
          ...refuses,
        });
      });
      const statuses = (await Promise.all(forms)).map(({ status }) => status).toSorted();
      expect(statuses).toEqual([200, 200, 409]);
      expect(await knex()('review_verdicts').where({ case_id: id })).toHaveLength(2);
      expect(await stateOf(app, id)).toBe('refused');
    });

    it('leave the case of a namesake to others', async () => {
      const id = await sendGood();
      await knex()('officers').where({ sign_in_name: 'reviewer-1' }).update({ name: '秦知远' });
      const page = await openReview(first, id);
      expect(page.text).toContain('与您同名');
      const judged = await judgeAnyway(app, first, 'reviewer-1', id, approves);
      expect([judged.status, judged.text.includes('与您同名')]).toEqual([409, true]);
      await knex()('officers').where({ sign_in_name: 'reviewer-1' }).update({ name: '韩静宜' });
      await judge(first, id, refuses);
      await judge(second, id, refuses);
    });
  });

  describe('实名信息绑定', () => {
    async function getApproved(): Promise<number> {
      const id = await sendGood();
      await judge(first, id, approves);
      await judge(second, id, approves);
      expect(await stateOf(app, id)).toBe('approved');
      return id;
    }
    const bind = async (fields: Record<string, string> = {}) => {
      await forgetResendWait(app);
      await owner.get('/account/review/binding');
      await owner.post('/account/review/binding/code', {});
      const answer = await getAccountCode(app, PHONE);
      return owner.post('/account/review/binding', { confirmed: 'yes', answer, ...fields });
    };

    it('is not open before both have agreed, and lapses when its days are over', async () => {
      const waiting = await sendGood();
      expect((await owner.get('/account/review/binding')).url).toBe('/account/review');
      await owner.post('/account/review/binding', { confirmed: 'yes', answer: '000000' });
      await judge(first, waiting, approves);
      expect((await owner.get('/account/review/binding')).url).toBe('/account/review');
      await judge(second, waiting, approves);
      expect((await owner.get('/account/review')).text).toContain('实名信息绑定');
      await knex()('review_cases')
        .where({ id: waiting })
        .update({ bind_until: new Date(Date.now() - 1) });
      expect((await owner.get('/account/review/binding')).url).toBe('/account/review');
      expect(await app.services.accounts.reviews.work.endOverdue()).toBe(1);
      expect(await statusOf(app, 'qinzhiyuan')).toBe('unproved');
    });

    it('is nobody else’s: not another account’s, nor another browser’s, nor by a code that was used', async () => {
      const id = await getApproved();
      await forgetResendWait(app);
      await owner.get('/account/review/binding');
      await owner.post('/account/review/binding/code', {});
      const answer = await getAccountCode(app, PHONE);
      const phone = '15912340402';
      const { client } = await provePhone(app, phone);
      const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
      await client.post('/account/register/details', toDetails(given));
      const thief = await signInAccount(app, phone, newPassword);
      const stolen = await signInAccount(app, 'qinzhiyuan');
      for (const other of [thief, stolen]) {
        await other.get('/account/review/binding');
        const fields = { confirmed: 'yes', answer, accountId: '1', case: String(id), state: 'bound' };
        expect((await other.post('/account/review/binding', fields)).url).not.toBe('/account');
      }
      expect((await thief.get('/account/review')).text).toContain('您还没有提交');
      expect([await stateOf(app, id), await statusOf(app, 'qinzhiyuan')]).toEqual(['approved', 'unproved']);
    });

    it('goes back to the reviewers where the number has another owner by then', async () => {
      const id = await getApproved();
      const taken = await knex()('accounts').where({ user_name: 'taken2020' }).first();
      await knex()('accounts').where({ id: taken.id }).update({ status: 'cancelled' });
      expect((await bind()).url).toBe('/account/review');
      expect([await stateOf(app, id), await statusOf(app, 'qinzhiyuan')]).toEqual(['waiting', 'unproved']);
      expect((await listLettersTo(app, PHONE)).at(-1)).toContain('重新审核');
      await knex()('accounts').where({ id: taken.id }).update({ status: 'active' });
      // The reviewers' own look finds it too, before a verdict counts.
      const stale = await judge(first, id, approves);
      expect([stale.status, stale.text.includes('重新排队')]).toEqual([409, true]);
      await judge(first, id, refuses);
      await judge(second, id, refuses);
      expect(await stateOf(app, id)).toBe('refused');
    });

    it('of two who were both approved is one’s; the other is looked at again', async () => {
      const phone = '15912340403';
      const { client } = await provePhone(app, phone);
      const given = { personName: '秦知远', identityNumber: '410105200109171234', again: 'yes' };
      await client.post('/account/register/details', toDetails(given));
      const rival = await signInAccount(app, phone, newPassword);
      const ids = [await getApproved()];
      seed += 2;
      await sendPictures(app, rival, await drawBoth(seed));
      ids.push(await newestCase(app));
      for (const officer of [first, second]) await judge(officer, ids[1] ?? 0, approves);
      await forgetResendWait(app);
      const answers: string[] = [];
      for (const [one, to] of [[owner, PHONE] as const, [rival, phone] as const]) {
        await one.get('/account/review/binding');
        await one.post('/account/review/binding/code', {});
        answers.push(await getAccountCode(app, to));
      }
      const pages = await Promise.all(
        [owner, rival].map((one, index) =>
          one.post('/account/review/binding', { confirmed: 'yes', answer: answers[index] ?? '' }),
        ),
      );
      expect(pages.map(({ url }) => url).toSorted()).toEqual(['/account', '/account/review']);
      const states = await Promise.all(ids.map((id) => stateOf(app, id)));
      expect(states.toSorted()).toEqual(['bound', 'waiting']);
      const owners = await knex()('accounts').where({ status: 'active', name: '秦知远' });
      expect(owners).toHaveLength(1);
      // As before, for what follows.
      await knex()('review_cases').whereNot({ state: 'draft' }).update({ state: 'lapsed' });
      await knex()('re_registrations').delete();
      const { id: person } = await knex()('persons').where({ name: '秦知远' }).first('id');
      await knex()('accounts').where({ name: '秦知远' }).update({ status: 'unproved', person_id: null });
      await knex()('accounts')
        .where({ user_name: 'taken2020' })
        .update({ status: 'active', person_id: person });
      owner = await signInAccount(app, 'qinzhiyuan');
    });

    it('asks for the code, and then the number is the applicant’s', async () => {
      const id = await getApproved();
      await knex()('persons').where({ name: '秦知远' }).update({ name: '秦支远' });
      expect((await bind({ answer: '000000' })).text).toContain('验证码错误');
      expect((await bind({ confirmed: '' })).text).toContain('请核对姓名和证件号码');
      expect((await bind()).url).toBe('/account');
      expect((await owner.get('/account')).text).toContain('雁湖大学');
      expect([
        await stateOf(app, id),
        await statusOf(app, 'qinzhiyuan'),
        await statusOf(app, 'taken2020'),
      ]).toEqual(['bound', 'active', 'suspended']);
      expect(await knex()('persons').where({ name: '秦知远' })).toHaveLength(1);
      expect((await listLettersTo(app, '15900001001')).at(-1)).toMatch(
        /客服协助验证.*\/account\/objections\//,
      );
      const acts = await knex()('audit_entries')
        .where({ action: 'proveAccount' })
        .orderBy('id', 'desc')
        .first();
      expect(acts.detail.route).toBe('review');
      // Nobody looks any more.
      const { id: picture } = await knex()('review_pictures').where({ case_id: id }).first('id');
      expect((await first.get(`/office/reviews/${id}/pictures/${picture}/blurred`)).status).toBe(404);
      await knex()('review_cases')
        .where({ id })
        .update({ decided_at: knex().raw("clock_timestamp() - interval '7 days'") });
      await app.services.accounts.reviews.work.deletePictures();
      expect(await knex()('review_pictures').where({ case_id: id }).whereNull('deleted_at')).toEqual([]);
    });
  });

  async function fetchPicture(client: TestClient, path: string): Promise<Response> {
    const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
    return fetch(new URL(path, app.url), { headers: { cookie } });
  }
});
