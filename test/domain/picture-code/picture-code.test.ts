import sharp from 'sharp';
import {
  createPictureCodeService,
  type PictureCodeService,
} from '../../../src/domain/picture-code/picture-code.service';
import { createKeyRing } from '../../../src/infrastructure/security/key-ring';
import { createKeyedHash } from '../../../src/infrastructure/security/keyed-hash';
import { useDevice } from '../../support/device';
import { answerPicture } from '../../support/picture-code';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient } from '../../support/test-client';

const keyed = createKeyedHash(createKeyRing(['07'.repeat(32)]));
const here = { address: '198.51.100.7', device: 'device-of-the-visitor-' };

describe('picture codes', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());
  beforeEach(() => app.database.knex('throttles').delete());

  /** A service whose pictures the test can read. */
  function createReadable(): { service: PictureCodeService; letters: string[] } {
    const letters: string[] = [];
    const service = createPictureCodeService(app.database.knex, keyed, async (text) => {
      letters.push(text);
      return Buffer.from('picture');
    });
    return { service, letters };
  }

  async function issue(service: PictureCodeService, origin = here): Promise<string> {
    const issued = await service.issue(origin);
    if (!('id' in issued)) throw new Error('no picture');
    return issued.id;
  }

  it('take the letters of the picture, small and full width too, and once', async () => {
    const { service, letters } = createReadable();
    for (const typed of [(text: string) => text, (text: string) => ` ${text.toLowerCase()} `, toFullWidth]) {
      const id = await issue(service);
      await service.draw(id, here);
      const text = letters.at(-1) ?? '';
      expect(text).toMatch(/^[2-68A-HKMPRTUWXY]{4}$/);
      expect(await service.check(id, typed(text), here)).toBe(true);
      expect(await service.check(id, text, here)).toBe(false);
    }
  });

  it('are used up by a wrong answer, and worth nothing before they were drawn', async () => {
    const { service, letters } = createReadable();
    const id = await issue(service);
    await service.draw(id, here);
    expect(await service.check(id, 'A', here)).toBe(false);
    expect(await service.check(id, letters.at(-1) ?? '', here)).toBe(false);
    const undrawn = await issue(service);
    expect(await service.check(undrawn, '', here)).toBe(false);
    expect(await service.check('no-such-picture', 'ABCD', here)).toBe(false);
  });

  it('serve the browser that was shown them alone', async () => {
    const { service, letters } = createReadable();
    const id = await issue(service);
    expect(await service.draw(id, { ...here, device: 'device-of-an-enemy----' })).toBeNull();
    await service.draw(id, here);
    expect(await service.check(id, letters.at(-1) ?? '', { ...here, device: 'device-of-an-enemy----' })).toBe(
      false,
    );
    expect(await service.check(id, letters.at(-1) ?? '', here)).toBe(true);
  });

  it('keep new letters at each drawing, the last ones in force', async () => {
    const { service, letters } = createReadable();
    const id = await issue(service);
    await service.draw(id, here);
    await service.draw(id, here);
    expect(letters).toHaveLength(2);
    expect(await service.check(id, letters[1] ?? '', here)).toBe(true);
  });

  it('live five minutes, and the dead ones are swept', async () => {
    const { service, letters } = createReadable();
    const { knex } = app.database;
    const id = await issue(service);
    await service.draw(id, here);
    const row = await knex('picture_codes').where({ id }).first();
    const life = (row.expires_at.getTime() - Date.now()) / 1000;
    expect(life).toBeGreaterThan(290);
    expect(life).toBeLessThanOrEqual(300);
    expect(JSON.stringify(row)).not.toContain(letters.at(-1));
    await knex('picture_codes').update({ expires_at: new Date(Date.now() - 1000) });
    expect(await service.draw(id, here)).toBeNull();
    expect(await service.check(id, letters.at(-1) ?? '', here)).toBe(false);
    await issue(service);
    expect(await knex('picture_codes').where({ id })).toEqual([]);
  });

  it('let one of many equal answers through', async () => {
    const { service, letters } = createReadable();
    const id = await issue(service);
    await service.draw(id, here);
    const text = letters.at(-1) ?? '';
    const answers = await Promise.all(Array.from({ length: 16 }, () => service.check(id, text, here)));
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('have a ceiling for one browser, and none that a room of 50 reaches behind one address', async () => {
    const { service } = createReadable();
    for (let pupil = 1; pupil <= 50; pupil += 1) {
      const device = `device-of-pupil-${pupil}`;
      for (let view = 1; view <= 4; view += 1) await issue(service, { ...here, device });
    }
    const client = createTestClient(app.url);
    const device = useDevice(app, client, 'of-many-views');
    await app.database
      .knex('throttles')
      .insert({ key: `drawPicture-device:${device}`, points: 200, expire: Date.now() + 3_600_000 });
    expect(await service.issue({ ...here, device })).toEqual({ until: expect.any(Date) });
    const page = await client.get('/password-reset');
    expect([page.status, page.text.includes('操作过于频繁')]).toEqual([429, true]);
  });

  it('are shown as PNG, never kept and never as a drawing', async () => {
    const client = createTestClient(app.url);
    const page = await client.get('/password-reset');
    const source = /<img src="([^"]+)" width="160" height="56" alt="[^"]+"/.exec(page.html)?.[1] ?? '';
    expect(source).toMatch(/^\/picture-codes\/[A-Za-z0-9_-]{22}$/);
    const response = await fetch(new URL(source, app.url), {
      headers: { cookie: `zhiyuan.device=${client.cookies.get('zhiyuan.device')}` },
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const picture = sharp(Buffer.from(await response.arrayBuffer()));
    expect(await picture.metadata()).toMatchObject({ format: 'png', width: 160, height: 56 });
    const { channels } = await picture.stats();
    // Dark letters on white: neither blank nor black.
    expect(channels[0]?.max).toBe(255);
    expect(channels[0]?.min).toBeLessThan(80);
    expect((await createTestClient(app.url).get(source)).status).toBe(404);
    expect((await client.get('/picture-codes/none')).status).toBe(404);
  });

  it('are changed by 换一张 without losing what was typed', async () => {
    const client = createTestClient(app.url);
    const first = await client.get('/password-reset');
    const second = await client.post('/password-reset/picture', {
      ...first.hidden('/password-reset'),
      candidateNumber: '21410101151001',
      name: '周行远',
    });
    expect(second.status).toBe(200);
    expect(second.html).toContain('value="21410101151001"');
    expect(second.html).toContain('value="周行远"');
    expect(second.hidden('/password-reset').picture).not.toBe(first.hidden('/password-reset').picture);
    await expect(answerPicture(app, second)).resolves.toMatchObject({ code: 'ABCD' });
  });

  it('give way to a sum in words, which serves once, one browser, and not without end', async () => {
    const { service } = createReadable();
    const words = '零一二三四五六七八九';
    const read = (text: string): number => {
      const [tens = '', ones = ''] = text.split('十');
      return (tens === '' ? 1 : words.indexOf(tens)) * 10 + (ones === '' ? 0 : words.indexOf(ones));
    };
    for (let at = 0; at < 60; at += 1) {
      const issued = await service.issueQuestion(here);
      if (!('id' in issued)) throw new Error('no question');
      const [, one = '', how, other = ''] =
        /^([一二三四五六七八九十]+)(加上|减去)([一二三四五六七八九十]+)等于多少？$/.exec(issued.question) ??
        [];
      const answer = String(how === '加上' ? read(one) + read(other) : read(one) - read(other));
      expect(answer).toMatch(/^\d\d$/);
      if (at === 1) {
        expect(await service.check(issued.id, answer, { ...here, device: 'device-of-an-enemy----' })).toBe(
          false,
        );
        expect(await service.check(issued.id, String(Number(answer) + 1), here)).toBe(false);
      }
      expect(await service.check(issued.id, toFullWidth(answer), here)).toBe(at !== 1);
      expect(await service.check(issued.id, answer, here)).toBe(false);
    }
    expect(await service.issueQuestion(here)).toEqual({ until: expect.any(Date) });
    await expect(service.issueQuestion({ ...here, device: 'another' })).resolves.toMatchObject({
      id: expect.any(String),
    });
  });
});

function toFullWidth(text: string): string {
  return text.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}
