import { generateKeyPairSync } from 'node:crypto';
import { ConfigError, loadConfig } from '../../../src/infrastructure/config/config';

const live = {
  ENVIRONMENT: 'live',
  PUBLIC_URL: 'https://accounts.example',
  SESSION_SECRET: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  DATA_KEY: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  INDEX_KEY: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
  FORM_TOKEN_SECRET: 'fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13',
  OIDC_KEY: '7c1e90b2d45f68a3c9e07b1d24f6a85930be1c7d52f8a4e6901b3c5d7e8f2a46',
  SMS_GATEWAY: 'http',
  SMS_HTTP_URL: 'https://sms.example/messages',
  SMS_HTTP_SECRET: '7c211433f02071597741e6ff5a8ea34789abbf43b8a6d3f2e01f0a1b9c5d4e6f',
};
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
      { ...alipay, ALIPAY_GATEWAY_URL: 'https://accounts.example/gateway.do' },
      'ALIPAY_GATEWAY_URL is the demo',
    ],
    ['something else for PKCE', { WECHAT_LOGIN_PKCE: 'maybe' }, 'WECHAT_LOGIN_PKCE must be on or off'],
  ])('refuse %s', (_what, change, sentence) => {
    expect(faultsOf({ ...live, ...change })).toContain(sentence);
  });
});
