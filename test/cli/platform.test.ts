import { platformCommand } from '../../src/cli/platform.command';
import { claimInstallation, recordPublicUrl } from '../../src/operations/installation';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { runCommand } from './run-command';

const wanted = [
  '--code',
  'library',
  '--name',
  '图书馆',
  '--home',
  'https://library.example/',
  '--return',
  'https://library.example/return',
  '--return',
  'https://library.example/app/return',
];

describe('zhiyuan platform', () => {
  let database: TestDatabase;
  const run = (...args: string[]) => runCommand(platformCommand, database, args);
  const read = () => database.knex('platforms').where({ code: 'library' }).first();

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('lists the candidates’ platform, and none of the demo outside the demo', async () => {
    const { code, text } = await run('list');
    expect([code, text.split('\n')]).toEqual([0, [expect.stringContaining('candidate-platform\town')]]);
  });

  it('registers a platform, and shows its secret once', async () => {
    const { code, text } = await run('add', ...wanted, '--sees', 'profile');
    expect([code, text]).toEqual([
      0,
      expect.stringContaining('issuer         http://localhost:3000/account/oidc'),
    ]);
    const secret = /client secret {2}(\S{43})/.exec(text)?.[1] ?? '?';
    const row = await read();
    expect([row.kind, row.scopes, row.redirect_uris.length]).toEqual(['outside', ['openid', 'profile'], 2]);
    expect(row.secret_cipher.toString('latin1')).not.toContain(secret);
    expect((await run('list')).text).toContain('library\toutside\t图书馆\topenid profile');
    expect((await run('list')).text).not.toContain(secret);
    expect((await run('add', ...wanted)).code).toBe(1);
  });

  it.each([
    [['--code', 'Library'], '--code has not the right shape'],
    [['--name', ''], '--name is required'],
    [['--home', 'library.example'], '--home has not the right shape'],
    [['--home', 'http://library.example/'], '--home must be https'],
    [['--return', 'http://library.example/return'], '--return must be https'],
    [['--return', 'https://*.library.example/return'], '--return has not the right shape'],
    [['--return', 'https://library.example/return#x'], '--return has not the right shape'],
    [['--return', 'https://a@library.example/return'], '--return has not the right shape'],
    [['--sign-out', 'javascript:alert(1)'], '--sign-out has not the right shape'],
    [['--back-channel', 'http://10.0.0.1/'], '--back-channel must be https'],
    [['--back-channel', 'https://10.0.0.1/'], '--back-channel leads to this machine, a private network'],
    [['--back-channel', 'https://169.254.169.254/latest'], '--back-channel leads to this machine'],
    [['--back-channel', 'http://localhost:6379/'], '--back-channel leads to this machine'],
    [['--back-channel', 'https://0251.0376.0251.0376/'], '--back-channel leads to this machine'],
    [['--back-channel', 'https://2852039166/'], '--back-channel leads to this machine'],
    [['--back-channel', 'https://[::ffff:169.254.169.254]/'], '--back-channel leads to this machine'],
    [['--sees', 'everything'], 'usage: zhiyuan platform add'],
    [['--secret', 'mine'], 'usage: zhiyuan platform add'],
  ])('refuses %j', async (change, sentence) => {
    const { code, text } = await run('add', ...wanted, ...change);
    expect([code, text]).toEqual([2, expect.stringContaining(sentence)]);
  });

  it('names the address of the server, whatever the settings of the command say', async () => {
    const said = 'issuer         http://localhost:3000/account/oidc';
    const before = await run('show', 'library');
    expect(before.text).toContain(`${said}\nIssuer by PUBLIC_URL of this command`);
    await claimInstallation(database.knex, 'demo');
    await recordPublicUrl(database.knex, new URL('https://zhiyuan.example'));
    const { code, text } = await run('show', 'library');
    expect([code, text.split('\n')]).toEqual([
      0,
      [
        'issuer         https://zhiyuan.example/account/oidc',
        'client id      library',
        'name           图书馆',
        'home           https://library.example/',
        'return         https://library.example/return',
        'return         https://library.example/app/return',
        'sees           openid profile',
        'secrets        1',
      ],
    ]);
    expect((await run('show', 'nowhere')).code).toBe(1);
  });

  it('edits what is named and leaves the rest', async () => {
    const wanted = ['--name', '省图书馆', '--sign-out', 'https://library.example/bye', '--sees', 'none'];
    const { code, text } = await run('edit', 'library', ...wanted);
    expect([code, text]).toEqual([0, 'library is changed: --name --sign-out --sees']);
    const row = await read();
    expect(row).toMatchObject({
      name: '省图书馆',
      home_uri: 'https://library.example/',
      sign_out_uris: ['https://library.example/bye'],
      scopes: ['openid'],
    });
    expect((await run('edit', 'library', ...wanted)).text).toBe('library stands so already');
    await run('edit', 'library', '--sign-out', 'none');
    expect((await read()).sign_out_uris).toEqual([]);
    for (const [change, exit, sentence] of [
      [['--return', 'http://library.example/'], 2, 'platform edit: --return must be https'],
      [['--back-channel', 'https://10.0.0.1/'], 2, 'platform edit: --back-channel leads to this machine'],
      [['--code', 'other'], 2, 'usage: zhiyuan platform'],
      [[], 2, 'usage: zhiyuan platform'],
    ] as const) {
      const refused = await run('edit', 'library', ...change);
      expect([refused.code, refused.text]).toEqual([exit, expect.stringContaining(sentence)]);
    }
    for (const other of ['candidate-platform', 'nowhere'])
      expect((await run('edit', other, '--name', 'x')).code).toBe(1);
  });

  it('rotates the secret: two serve until the old one is ended', async () => {
    const { secret_cipher: first } = await read();
    const { code, text } = await run('rotate', 'library');
    expect([code, text]).toEqual([0, expect.stringMatching(/^client secret {2}\S{43}\nShown once/)]);
    const two = await read();
    expect([two.former_secret_cipher.equals(first), two.secret_cipher.equals(first)]).toEqual([true, false]);
    expect((await run('show', 'library')).text).toContain('secrets        2');
    expect((await run('rotate', 'library')).text).toContain('end it first: platform end-old-secret library');
    expect((await run('end-old-secret', 'library')).code).toBe(0);
    const one = await read();
    expect([one.former_secret_cipher, one.secret_cipher.equals(two.secret_cipher)]).toEqual([null, true]);
    expect((await run('end-old-secret', 'library')).code).toBe(1);
    for (const other of ['candidate-platform', 'nowhere'])
      expect([(await run('rotate', other)).code, (await run('end-old-secret', other)).code]).toEqual([1, 1]);
  });

  it('removes it for good, and never one of this installation', async () => {
    expect((await run('remove', 'candidate-platform')).code).toBe(1);
    expect((await run('remove', 'library')).code).toBe(0);
    expect((await read()).removed_at).not.toBeNull();
    expect((await run('remove', 'library')).code).toBe(1);
    expect((await run('list')).text).not.toContain('library');
    // A code that was somebody's names nobody else.
    expect((await run('add', ...wanted)).code).toBe(1);
    for (const words of [[], ['remove'], ['list', 'all'], ['rename', 'library']])
      expect((await run(...words)).code).toBe(2);
    const acts = await database
      .knex('audit_entries')
      .where({ subject_id: 'library' })
      .orderBy('id')
      .pluck('action');
    expect(acts).toEqual([
      'addPlatform',
      'editPlatform',
      'editPlatform',
      'rotatePlatformSecret',
      'endPlatformSecret',
      'removePlatform',
    ]);
  });
});
