import fc from 'fast-check';
import { openWechatEnvelope } from '../../../src/domain/messages/wechat-envelope';
import { isWechatQuery, signWechatQuery } from '../../../src/domain/messages/wechat-signature';
import { encryptWechat, padTo32, sealWechat } from './wechat-seal';

/** Made by `openssl enc -aes-256-cbc -nopad` and `openssl sha1`. */
const vector = {
  key: 'ZhiyuanTestVectorZhiyuanTestVectorZhiyuan01',
  appId: 'wx0123456789abcdef',
  token: 'platformToken1platformToken1',
  timestamp: '1700000000',
  nonce: '17',
  sealed:
    'rh5oTuWeczL7QYE0TqeRwYozL6UuvLMajjTYaTM9EQmBgL/EHXd3Qi9z8pGNl96jH4Z0PJ7xT+XMz42jqz3tlazwB/rnGqI5UIee9UX7wmL+' +
    '1eAsK94LZ2W4grfPpyw7qFFIX3Wt9pzu96z/0Mk0v500vYhTVsTpn6MNkPWQ+2ZqFNB9FhwOuPBy0KYaXjz6xnLLkMrQpzSqobH6+qVavEoa' +
    'hW+hD+qUK3d8GAUlJ6apeDbVSWL+qmYh92MhBLDS3LOye27ayXvRTcrVVFKM3W+VAdcRV0bgMpaPXpLkOr224dBvYABZFUvc+CkbwxHb1snZ' +
    'phWvDAtefGrKF9h8Uw==',
  message:
    '<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oAbC-1]]></FromUserName><MsgType>' +
    '<![CDATA[event]]></MsgType><Event><![CDATA[SCAN]]></Event><EventKey><![CDATA[扫一扫]]></EventKey></xml>',
  signature: '6350937b27fd95235e1ff3a6423813ef9bd46b90',
};
const { key, appId } = vector;
const otherKey = 'AnotherTestVectorAnotherTestVectorAnother02';
const open = (sealed: string, keys = [key]) => openWechatEnvelope(keys, appId, sealed);

describe('what the official account has sealed', () => {
  it('is opened and signed as openssl makes it', () => {
    const { token, timestamp, nonce, sealed, signature } = vector;
    expect(open(sealed)).toBe(vector.message);
    expect(signWechatQuery(token, timestamp, nonce, sealed)).toBe(signature);
    expect(isWechatQuery(token, { timestamp, nonce, signature }, 1_700_000_000_000, sealed)).toBe(true);
    expect(isWechatQuery(token, { timestamp, nonce, signature }, 1_700_000_000_000)).toBe(false);
    expect(isWechatQuery(token, { timestamp, nonce, signature }, 1_700_000_301_000, sealed)).toBe(false);
  });

  it('is opened by either of two keys, and by no other', () => {
    expect(open(vector.sealed, [otherKey, key])).toBe(vector.message);
    expect(open(vector.sealed, [key, otherKey])).toBe(vector.message);
    expect(open(vector.sealed, [otherKey])).toBeNull();
    expect(open(vector.sealed, [])).toBeNull();
  });

  it('comes back whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (message) => {
        expect(open(sealWechat(key, appId, message))).toBe(message);
      }),
    );
  });

  it('has no signature once one byte of it, of its time or of its nonce is another', () => {
    const { token, sealed, ...query } = vector;
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      expect(isWechatQuery(token, query, 1_700_000_000_000, changed)).toBe(false);
    }
    for (const change of [{ timestamp: '1700000001' }, { nonce: '18' }, { signature: 'f'.repeat(40) }])
      expect(isWechatQuery(token, { ...query, ...change }, 1_700_000_000_000, sealed)).toBe(false);
    expect(isWechatQuery('platformToken1platformToken2', query, 1_700_000_000_000, sealed)).toBe(false);
  });

  it('is nothing, and no fault, where the padding was tried at each value of each of its last bytes', () => {
    const bytes = Buffer.from(vector.sealed, 'base64');
    const opened: string[] = [];
    for (let place = 17; place <= 20; place += 1)
      for (let value = 1; value < 256; value += 1) {
        const changed = Buffer.from(bytes);
        const at = changed.length - place;
        changed[at] = (changed[at] ?? 0) ^ value;
        const text = open(changed.toString('base64'));
        if (text !== null) opened.push(text);
      }
    expect(opened).toEqual([]);
  });

  it('opens to nothing or to a text, whatever came', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(open(Buffer.from(bytes).toString('base64'))).toBeNull();
        const whole = bytes.subarray(0, bytes.length - (bytes.length % 32));
        expect(open(encryptWechat(key, Buffer.from(whole)))).toBeNull();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => expect(open(text)).toBeNull()));
  });

  const xml = '<xml></xml>';
  it.each([
    ['for another AppID', sealWechat(key, 'wx0123456789abcdee', xml)],
    ['for an AppID that begins as ours', sealWechat(key, `${appId}0`, xml)],
    ['for none', sealWechat(key, '', xml)],
    ['with a length of one less', sealWechat(key, appId, xml, { length: xml.length - 1 })],
    ['with a length of one more', sealWechat(key, appId, xml, { length: xml.length + 1 })],
    ['with a length over the end', sealWechat(key, appId, xml, { length: 200 })],
    ['with the greatest length', sealWechat(key, appId, xml, { length: 0xffff_ffff })],
    ['with the length 0', sealWechat(key, appId, xml, { length: 0 })],
    ['without room for a length', encryptWechat(key, Buffer.concat([Buffer.alloc(19), padTo32(19)]))],
    ['as padding alone', encryptWechat(key, Buffer.alloc(32, 32))],
    ['with a padding of 0', encryptWechat(key, Buffer.alloc(64))],
    ['with a padding over 32', sealWechat(key, appId, xml, { padding: Buffer.alloc(47, 47) })],
    ['with a padding that is not all alike', sealWechat(key, appId, xml, { padding: unevenPadding(xml) })],
    ['in half a block of the padding', encryptWechat(key, Buffer.alloc(48, 16))],
    ['as no UTF-8', encryptWechat(key, notUtf8())],
    ['as nothing', ''],
    ['with a line end', `${sealWechat(key, appId, xml)}\n`],
    ['without its last sign', sealWechat(key, appId, xml).slice(0, -1)],
    ['longer than a call can be', sealWechat(key, appId, 'a'.repeat(20_000))],
  ])('is nothing %s', (_what, sealed) => {
    expect(open(sealed)).toBeNull();
  });
});

function unevenPadding(message: string): Buffer {
  const padding = padTo32(20 + message.length + appId.length);
  padding[0] = (padding[0] ?? 0) ^ 1;
  return padding;
}

function notUtf8(): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32BE(2, 16);
  const plain = Buffer.concat([head, Buffer.from([0xc3, 0x28]), Buffer.from(appId)]);
  return Buffer.concat([plain, padTo32(plain.length)]);
}
