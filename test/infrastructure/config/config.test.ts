import path from 'node:path';
import { ConfigError, loadConfig } from '../../../src/infrastructure/config/config';
import { settingsChinese } from '../../../src/infrastructure/language/say-chinese-settings';
import { secrets, sms } from './live-settings';

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('the configuration', () => {
  it('asks for nothing in a demo', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ environment: 'demo', port: 3000, databaseUrl: null, redis: null });
    expect(config.publicUrl.href).toBe('http://localhost:3000/');
  });

  it('gives a pack that is named a data folder of its own', () => {
    expect(loadConfig({}).firstPack).toBeNull();
    expect(loadConfig({}).dataDir).toMatch(/\.data$/);
    const named = loadConfig({ PACK: 'henan-2026' });
    expect([named.firstPack, path.basename(named.dataDir)]).toEqual(['henan-2026', '.data-henan-2026']);
    expect(loadConfig({ PACK: 'henan-2026', DATA_DIR: '/tmp/x' }).dataDir).toBe('/tmp/x');
    expect(faultsOf({ PACK: 'henan-2027' })[0]).toMatch(/^PACK must be one of anhui-2021, henan-2021, /);
  });

  it('names every fault at once', () => {
    const faults = faultsOf({
      ENVIRONMENT: 'test',
      PORT: '70000',
      PUBLIC_URL: 'ftp://x',
      TRUSTED_PROXIES: '10.0.0.0/8, everyone',
      DATABASE_URL: 'mysql://x',
      REDIS_URL: 'x',
      REDIS_SENTINELS: 'one, two:26379',
      DATABASE_POOL_SIZE: 'many',
      LOG_LEVEL: 'loud',
    });
    const named = [
      'ENVIRONMENT',
      'PORT',
      'PUBLIC_URL',
      'TRUSTED_PROXIES',
      'DATABASE_URL',
      'REDIS_URL',
      'REDIS_SENTINELS',
      'DATABASE_POOL_SIZE',
      'LOG_LEVEL',
    ];
    for (const name of named) expect(faults.filter((fault) => fault.startsWith(`${name} `))).toHaveLength(1);
  });

  it.each([
    ['PUBLIC_URL', 'http://gk.haeea.cn', true],
    ['PUBLIC_URL', 'http://8.8.8.8:3000', true],
    ['PUBLIC_URL', 'http://[2400:3200::1]', true],
    ['PUBLIC_URL', 'https://gk.haeea.cn', false],
    ['PUBLIC_URL', 'http://localhost:3000', false],
    ['PUBLIC_URL', 'http://10.1.2.3', false],
    ['PUBLIC_URL', 'http://172.20.0.2', false],
    ['PUBLIC_URL', 'http://172.32.0.2', true],
    ['PUBLIC_URL', 'http://[fd00::1]', false],
    ['PUBLIC_URL', 'http://zhiyuan', false],
    ['PUBLIC_URL', 'http://zhiyuan.internal', false],
    ['REDIS_URL', 'redis://cache.example.com', true],
    ['REDIS_URL', 'rediss://cache.example.com', false],
    ['REDIS_URL', 'redis://redis:6379', false],
    ['DATABASE_URL', 'postgres://a:b@db.example.com/z', true],
    ['DATABASE_URL', 'postgres://a:b@db.example.com/z?sslmode=verify-full', false],
    ['DATABASE_URL', 'postgres://a:b@192.168.1.5/z', false],
    ['TRUSTED_PROXIES', '0.0.0.0/0', true],
    ['TRUSTED_PROXIES', 'loopback, ::/0', true],
    ['TRUSTED_PROXIES', '10.0.0.0/8', false],
  ])('outside the demo, %s %s: refused %s', (name, value, refused) => {
    for (const environment of ['drill', 'live']) {
      const faults = faultsOf({ ENVIRONMENT: environment, ...secrets, ...sms, [name]: value });
      expect([faults.length, faults.every((fault) => fault.startsWith(name))]).toEqual([
        refused ? 1 : 0,
        true,
      ]);
    }
    expect(faultsOf({ [name]: value })).toEqual([]);
  });

  it('asks for sentinels on no public network in clear, and for what they lead to', () => {
    const given = { ENVIRONMENT: 'live', ...secrets, ...sms };
    const sentinels = { REDIS_SENTINELS: '10.1.2.3:26379, sentinel.example.com:26379' };
    expect(faultsOf({ ...given, ...sentinels, REDIS_URL: 'redis://:secret@zhiyuan' })).toEqual([
      expect.stringMatching(/^REDIS_SENTINELS are on public hosts/),
    ]);
    expect(faultsOf({ ...given, ...sentinels, REDIS_URL: 'rediss://:secret@zhiyuan' })).toEqual([]);
    expect(faultsOf({ ...given, ...sentinels })).toEqual([
      expect.stringMatching(/^REDIS_SENTINELS .* REDIS_URL/),
    ]);
    const { redis } = loadConfig({
      REDIS_URL: 'redis://:secret@zhiyuan',
      REDIS_SENTINELS: 'one:1, [::1]:26379',
    });
    expect(redis).toEqual({
      url: 'redis://:secret@zhiyuan',
      sentinels: [
        { host: 'one', port: 1 },
        { host: '::1', port: 26379 },
      ],
    });
  });

  it.each(['drill', 'live'])('lets %s start with secrets and a message gateway of its own', (environment) => {
    expect(faultsOf({ ENVIRONMENT: environment, ...secrets, ...sms })).toEqual([]);
  });

  it.each(['drill', 'live'])('refuses %s without secrets, naming each', (environment) => {
    const faults = faultsOf({ ENVIRONMENT: environment });
    for (const name of Object.keys(secrets)) expect(faults.join('\n')).toContain(`${name} is missing`);
  });

  it.each([
    ['too short', { SESSION_SECRET: 'short' }, 'SESSION_SECRET must have at least 32'],
    ['too regular', { DATA_KEY: 'a'.repeat(64) }, 'DATA_KEY is too regular'],
    ['used twice', { INDEX_KEY: secrets.DATA_KEY }, 'INDEX_KEY is the same as DATA_KEY'],
    ['not hexadecimal', { DATA_KEY: 'z'.repeat(64) }, 'DATA_KEY must be 64 hexadecimal digits'],
  ])('refuses a secret that is %s', (_what, change, sentence) => {
    expect(faultsOf({ ENVIRONMENT: 'live', ...secrets, ...sms, ...change }).join('\n')).toContain(sentence);
  });

  it("refuses the demo's published secrets outside the demo", () => {
    const demo = loadConfig({}).secrets;
    const faults = faultsOf({
      ENVIRONMENT: 'live',
      ...secrets,
      ...sms,
      DATA_KEY: demo.dataKey.current().text,
      SESSION_SECRET: demo.session.current().text,
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringContaining('DATA_KEY'),
        expect.stringContaining('SESSION_SECRET'),
      ]),
    );
  });

  it.each(['drill', 'live'])('refuses %s without a message gateway, naming it', (environment) => {
    const faults = faultsOf({ ENVIRONMENT: environment, ...secrets });
    expect(faults).toEqual([expect.stringContaining('SMS_GATEWAY is missing: it must be smpp or http')]);
  });

  it.each(['drill', 'live'])("refuses the demo's message page in %s", (environment) => {
    const faults = faultsOf({ ENVIRONMENT: environment, ...secrets, SMS_GATEWAY: 'console' });
    expect(faults).toEqual([expect.stringContaining('SMS_GATEWAY console is for the demo')]);
  });

  it.each([
    ['SMPP_URL is missing', { SMS_GATEWAY: 'smpp' }],
    ['SMPP_URL must name system id', { SMS_GATEWAY: 'smpp', SMPP_URL: 'smpp://centre.example' }],
    ['SMPP_URL must be a URL', { SMS_GATEWAY: 'smpp', SMPP_URL: 'https://centre.example' }],
    ['SMPP_SOURCE must be 1 to 20 digits', { SMPP_SOURCE: 'office' }],
    ['SMS_GATEWAY must be smpp or http', { SMS_GATEWAY: 'pigeon' }],
    ['SMS_HTTP_URL is missing', { SMS_GATEWAY: 'http', SMS_HTTP_SECRET: secrets.SESSION_SECRET }],
    ['SMS_HTTP_SECRET is missing', { SMS_GATEWAY: 'http', SMS_HTTP_URL: 'https://sms.example' }],
    ['SMS_HTTP_SECRET must have at least 32', { SMS_HTTP_SECRET: 'short' }],
    ['WECHAT_TOKEN is missing', { WECHAT_APP_ID: 'a', WECHAT_APP_SECRET: 'b' }],
    [
      'WECHAT_TOKEN must be 24 to 32',
      { WECHAT_APP_ID: 'a', WECHAT_APP_SECRET: 'b', WECHAT_TOKEN: 'abcdefghijklmnopqrstuvw' },
    ],
    ['WECHAT_APP_ID is missing', { WECHAT_TOKEN: 'abcdefghijklmnopqrstuvwx' }],
    ['WECHAT_APP_ID is missing', { WECHAT_AES_KEY: 'a'.repeat(43) }],
    ...['a'.repeat(42), 'a'.repeat(44), `${'a'.repeat(42)}+`, `${'a'.repeat(43)}=`, `${'a'.repeat(43)},`].map(
      (key): [string, Record<string, string>] => ['WECHAT_AES_KEY must be 43', { WECHAT_AES_KEY: key }],
    ),
  ])('names a message variable: %s', (sentence, env: Record<string, string>) => {
    expect(faultsOf(env).join('\n')).toContain(sentence);
  });

  it('sends no message in clear outside the demo, but to a program on the same machine', () => {
    const withUrl = (url: string) =>
      faultsOf({ ENVIRONMENT: 'live', ...secrets, ...sms, SMS_HTTP_URL: url, WECHAT_API_URL: url });
    expect(withUrl('http://sms.example')).toHaveLength(2);
    expect(withUrl('http://127.0.0.1:8080').join('\n')).not.toContain('https://');
  });

  it.each([
    ['SMS_HTTP_URL', 'https://169.254.169.254/latest', ''],
    ['SMS_HTTP_URL', 'http://localhost:6379', ''],
    ['SMS_HTTP_URL', 'https://2130706433/', ''],
    ['EMAIL_HTTP_URL', 'https://10.1.2.3/mails', '10.1.2.4'],
    ['EMAIL_HTTP_URL', 'https://10.1.2.3/mails', '10.1.2.3:8443'],
    ['LIVENESS_URL', 'https://[::ffff:10.0.0.1]/', ''],
    ['WECHAT_API_URL', 'https://redis.internal/', ''],
    ['WECHAT_LOGIN_API_URL', 'https://0x7f.1/', ''],
    ['ALIPAY_GATEWAY_URL', 'https://[fd00::1]/gateway.do', 'fc00::/16'],
    ['SMPP_URL', 'smpp://a:b@192.168.1.1:2775', ''],
  ])('calls no inside address that is not named: %s=%s with OUTBOUND_ALLOW=%s', (name, url, allow) => {
    const said = `${name} leads to`;
    expect(faultsOf({ [name]: url, OUTBOUND_ALLOW: allow }).join('\n')).toContain(said);
    const named = '127.0.0.0/8,169.254.169.254,10.0.0.0/8,fd00::/8,192.168.1.1:2775';
    expect(faultsOf({ [name]: url, OUTBOUND_ALLOW: named }).join('\n')).not.toContain(said);
  });

  it.each(['10.0.0', '10.0.0.1/33', 'gateway.example', '10.0.0.1:0', '10.0.0.1:70000', 'fd00::1/129', '*'])(
    'names an OUTBOUND_ALLOW that is none: %s',
    (value) => expect(faultsOf({ OUTBOUND_ALLOW: value }).join('\n')).toContain('OUTBOUND_ALLOW must be'),
  );

  it.each(['drill', 'live'])('takes no calls of the official account in 明文模式 in %s', (environment) => {
    const account = { WECHAT_APP_ID: 'a', WECHAT_APP_SECRET: 'b', WECHAT_TOKEN: 'tokenTokenTokenTokenToken' };
    const given = { ENVIRONMENT: environment, ...secrets, ...sms, ...account };
    const open = faultsOf(given);
    expect(open).toEqual([expect.stringContaining('WECHAT_AES_KEY is missing')]);
    expect(settingsChinese[open[0] ?? '']).toContain('公众号须用安全模式推送消息');
    expect(faultsOf({ ...given, WECHAT_AES_KEY: 'a1'.repeat(22).slice(1) })).toEqual([]);
    expect(faultsOf({ ENVIRONMENT: 'demo', ...account })).toEqual([]);
  });

  it('reads gateway and official account', () => {
    const config = loadConfig({
      SMS_GATEWAY: 'smpp',
      SMPP_URL: 'smpp://zhiyuan:p%40ss@centre.example:2775',
      WECHAT_APP_ID: 'wx1',
      WECHAT_APP_SECRET: 'secret',
      WECHAT_TOKEN: 'tokenTokenTokenTokenToken',
    });
    expect(config.sms).toMatchObject({ gateway: 'smpp', source: '10639639' });
    expect(config.wechat).toMatchObject({ appId: 'wx1', templateId: null, aesKeys: [] });
    expect(loadConfig({})).toMatchObject({ sms: { gateway: 'console' }, wechat: null });
  });
});
