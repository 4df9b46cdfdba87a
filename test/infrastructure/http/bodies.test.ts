import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { openForm, people, signIn, sound } from '../../candidate/filing/filing';
import { takeSnapshot } from '../../security/database-snapshot';
import { startTestApp, type TestApp } from '../../support/test-app';
import type { TestClient } from '../../support/test-client';

const FORM = 'application/x-www-form-urlencoded';

describe('bodies that no browser of ours sends', () => {
  let app: TestApp;
  let client: TestClient;
  let hidden: Record<string, string>;

  beforeAll(async () => {
    app = await startTestApp();
    client = await signIn(app, people.pilot);
    hidden = (await openForm(client)).hidden('/batches/early-other/versions');
  });
  afterAll(() => app.close());

  interface Answer {
    readonly status: number;
    readonly text: string;
  }

  /** Sends these very bytes to the save, with a good token in the header unless `token` is false. */
  function send(
    body: Buffer | string,
    headers: Record<string, string> = {},
    options: { token?: boolean; path?: string } = {},
  ): Promise<Answer> {
    const cookie = [...client.cookies].map((pair) => pair.join('=')).join('; ');
    const token = options.token === false ? {} : { 'x-csrf-token': hidden._csrf ?? '' };
    return new Promise((resolve, reject) => {
      const sent = request(
        new URL(options.path ?? '/batches/early-other/versions', app.url),
        { method: 'POST', headers: { cookie, 'content-type': FORM, ...token, ...headers } },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => {
            text += part;
          });
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const wholeForm = () => new URLSearchParams({ ...hidden, ...sound });

  /** A refusal of the caller's making, in Chinese, that tells nothing of the inside; and nothing was saved. */
  async function expectRefused(answer: Answer, statuses: readonly number[]): Promise<void> {
    expect(statuses).toContain(answer.status);
    expect(answer.text).toMatch(/[\u4e00-\u9fff]{4}/);
    expect(answer.text).not.toMatch(/node_modules|\bat [\w.]+ \(|Error:|\/src\/|\/dist\//);
    expect(await app.database.knex('application_versions')).toHaveLength(0);
  }

  it('of 10 MB are refused', async () => {
    const body = `${wholeForm()}&filler=${'x'.repeat(10 * 1024 * 1024)}`;
    const answer = await send(body).catch((error: NodeJS.ErrnoException) => {
      // The answer came before the body had gone, and the connection was closed on the rest.
      expect(['EPIPE', 'ECONNRESET']).toContain(error.code);
      return null;
    });
    if (answer !== null) {
      await expectRefused(answer, [413]);
      expect(answer.text).toContain('提交的内容超过了允许的长度');
    }
    expect((await client.get('/')).url).toBe('/');
  });

  it('a little over the limit, and those that unpack to more, are refused', async () => {
    await expectRefused(await send(`${wholeForm()}&filler=${'x'.repeat(101 * 1024)}`), [413]);
    const packed = gzipSync(`${wholeForm()}&filler=${'x'.repeat(5 * 1024 * 1024)}`);
    expect(packed.length).toBeLessThan(20_000);
    await expectRefused(await send(packed, { 'content-encoding': 'gzip' }), [413]);
  });

  it('with 10,000 parameters are refused', async () => {
    const many = Array.from({ length: 10_000 }, (_none, index) => `a${index}=1`).join('&');
    const answer = await send(`${wholeForm()}&${many}`);
    await expectRefused(answer, [413]);
    expect(answer.text).toContain('提交的项目超过了允许的数量');
  });

  it.each([
    ['JSON', 'application/json', JSON.stringify({ ...sound })],
    [
      'multipart',
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
    ],
    ['plain text', 'text/plain', String(new URLSearchParams(sound))],
    ['XML', 'application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['no type at all', '', String(new URLSearchParams(sound))],
  ])('of another type (%s) are refused: with a token and without', async (_what, type, body) => {
    const before = await takeSnapshot(app.database.knex);
    await expectRefused(await send(body, { 'content-type': type }), [415]);
    await expectRefused(await send(body, { 'content-type': type }, { token: false }), [403, 415]);
    expect(await takeSnapshot(app.database.knex)).toEqual(before);
  });

  it('in another charset or packing are refused', async () => {
    await expectRefused(await send(String(wholeForm()), { 'content-type': `${FORM}; charset=gbk` }), [415]);
    await expectRefused(await send(String(wholeForm()), { 'content-type': `${FORM}; charset=utf-7` }), [415]);
    await expectRefused(await send(String(wholeForm()), { 'content-encoding': 'zstd-x' }), [415]);
    await expectRefused(await send('not gzip', { 'content-encoding': 'gzip' }), [400]);
  });

  it.each([
    ['GBK bytes', Buffer.from([0xb1, 0xb1, 0xbe, 0xa9])],
    ['GBK bytes, escaped', Buffer.from('%B1%B1%BE%A9')],
    ['half a surrogate pair, escaped', Buffer.from('%ED%A0%80')],
    ['an overlong slash', Buffer.from('%C0%AF')],
    ['a direction override', Buffer.from('%E2%80%AE100')],
    ['a NUL', Buffer.from('001%00')],
    ['a raw NUL', Buffer.from('001\0')],
    ['zero width', Buffer.from('00%E2%80%8B1')],
    ['a broken escape', Buffer.from('%zz%')],
    ['rare characters', Buffer.from('%F0%AB%96%AF%E4%B6%AE')],
  ])('with %s in a code are shown again as a fault, not as one of ours', async (_what, bytes) => {
    const body = Buffer.concat([
      Buffer.from(
        `${new URLSearchParams({ ...hidden, ...sound, 'first-1-institution': '' })}&`.replace(
          'first-1-institution=&',
          '',
        ),
      ),
      Buffer.from('first-1-institution='),
      bytes,
    ]);
    const answer = await send(body);
    await expectRefused(answer, [422]);
    expect(answer.text).toMatch(/院校代号(为4位|中有不能使用的字符)/);
    expect(answer.text).not.toContain('\0');
    const draft = await app.database.knex('application_drafts').first('fields');
    expect(JSON.stringify(draft)).not.toContain('\\u0000');
  });

  it('with deep nesting and names of the language are taken for nothing', async () => {
    const deep = `a${'[b]'.repeat(100)}=1`;
    const names =
      '__proto__=1&__proto__[x]=1&constructor=1&constructor[prototype][x]=1&toString=1&hasOwnProperty=1';
    const body = new URLSearchParams({ ...hidden, 'first-1-institution': '9999' });
    await expectRefused(await send(`${body}&${names}`), [422]);
    await expectRefused(await send(`${body}&${deep}`), [413]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('that are empty or nothing but separators are refused', async () => {
    for (const body of ['', '&&&&', '=', '&=&=', '?']) {
      const answer = await send(body);
      await expectRefused(answer, [422]);
    }
    await expectRefused(await send('', {}, { token: false }), [403]);
  });

  it.each(['tab', 'revision', 'formToken', 'confirmed'])('with %s twice are refused', async (name) => {
    const body = wholeForm();
    body.append(name, 'a');
    body.append(name, 'b');
    await expectRefused(await send(String(body)), [400]);
  });

  it('may break their lines in a field: one field stays one, and no header is added', async () => {
    const answer = await send(
      String(new URLSearchParams({ ...hidden, ...sound, 'first-1-major-1': '16\r\nset-cookie: a=b' })),
    );
    await expectRefused(answer, [422]);
    expect(answer.text).toContain('专业代号为2位');
  });

  it('leave the honest form as it was', async () => {
    const page = await client.post('/batches/early-other/versions', { ...hidden, ...sound });
    expect(page.url).toBe('/batches/early-other');
  });
});
