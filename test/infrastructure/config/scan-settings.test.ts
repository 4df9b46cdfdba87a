import { generateKeyPairSync } from 'node:crypto';
import { ConfigError, loadConfig } from '../../../src/infrastructure/config/config';
import { live } from './live-settings';

const wechat = { WECHAT_LOGIN_APP_ID: 'wx1', WECHAT_LOGIN_APP_SECRET: 's' };
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const alipay = {
  ALIPAY_APP_ID: '2021',
  // As the provider's tool writes it: base64 of PKCS #1.
  ALIPAY_PRIVATE_KEY: privateKey.export({ format: 'der', type: 'pkcs1' }).toString('base64'),
  ALIPAY_PUBLIC_KEY: publicKey.export({ format: 'pem', type: 'spki' }).toString().replaceAll('\n', '\\n'),
};

function faultsOf(env: Record<string, string>): string {
  try {
    loadConfig(env);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join('\n');
    throw error;
  }
}

describe('the settings of 扫码登录', () => {
  it('are the providers’ own addresses unless told, and none is offered without credentials', () => {
    const config = loadConfig({ ...live, ...wechat, ...alipay });
    expect(config.wechatLogin?.authorizeUrl.href).toBe('https://open.weixin.qq.com/connect/qrconnect');
    expect(config.wechatLogin?.pkce).toBe(false);
    expect(config.alipay?.gatewayUrl.href).toBe('https://openapi.alipay.com/gateway.do');
    expect(loadConfig(live)).toMatchObject({ wechatLogin: null, alipay: null });
  });

  const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
  it.each<[string, Record<string, string>, string]>([
    ['half of 微信', { WECHAT_LOGIN_APP_ID: 'wx1' }, 'WECHAT_LOGIN_APP_SECRET is missing'],
    ['half of 支付宝', { ALIPAY_APP_ID: '2021' }, 'ALIPAY_PUBLIC_KEY is missing'],
    ['a key that is none', { ...alipay, ALIPAY_PRIVATE_KEY: 'x' }, 'ALIPAY_PRIVATE_KEY must be an RSA key'],
    [
      'a key that is too short',
      {
        ...alipay,
        ALIPAY_PUBLIC_KEY: weak.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
      },
      'ALIPAY_PUBLIC_KEY must be an RSA key of at least 2048 bits',
    ],
    [
      'our private key in the place of theirs',
      { ...alipay, ALIPAY_PUBLIC_KEY: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() },
      'ALIPAY_PUBLIC_KEY must be an RSA key',
    ],
    [
      'an address in clear',
      { ...wechat, WECHAT_LOGIN_API_URL: 'http://wechat.example' },
      'WECHAT_LOGIN_API_URL must start with https://',
    ],
    [
      'the demo’s page',
      { ...wechat, WECHAT_LOGIN_AUTHORIZE_URL: 'https://elsewhere.example/demo/scans/wechat' },
      'WECHAT_LOGIN_AUTHORIZE_URL is the demo',
    ],
    [
      'an address of the platform itself',
      { ...alipay, ALIPAY_GATEWAY_URL: 'https://zhiyuan.example/gateway.do' },
      'ALIPAY_GATEWAY_URL is the demo',
    ],
    ['something else for PKCE', { WECHAT_LOGIN_PKCE: 'maybe' }, 'WECHAT_LOGIN_PKCE must be on or off'],
  ])('refuse %s', (_what, change, sentence) => {
    expect(faultsOf({ ...live, ...change })).toContain(sentence);
  });
});
