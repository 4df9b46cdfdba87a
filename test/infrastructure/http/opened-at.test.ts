import type { Request } from 'express';
import { isOwnHost, readOpenedAt } from '../../../src/infrastructure/http/opened-at';
import { requireWayBack } from '../../../src/infrastructure/way-back';

const OWN = 'https://gk.example.gov.cn/sign-in/account/return';

describe('the address under which a browser has the site open', () => {
  const judge = (headers: Record<string, string>) => {
    const req = { get: (name: string) => headers[name] } as Request;
    try {
      requireWayBack(readOpenedAt(req, '/sign-in'), OWN);
      return 'goes on';
    } catch (error) {
      return error;
    }
  };

  it.each<[string, Record<string, string>]>([
    ['its own', { origin: 'https://gk.example.gov.cn' }],
    ['its own, with the port that goes without saying', { origin: 'https://gk.example.gov.cn:443' }],
    ['its own, said by the page alone', { referer: 'https://gk.example.gov.cn/sign-in' }],
    [
      'its own, behind a proxy with a name of its own',
      { origin: 'https://gk.example.gov.cn', host: 'app:3000' },
    ],
    ['none that it tells', { host: '10.1.2.3' }],
    ['a word that is no address', { origin: 'null' }],
    ['an app that shows the page', { origin: 'android-app://com.example', referer: 'file:///sdcard/a.html' }],
  ])('may be %s', (_what, headers) => {
    expect(judge(headers)).toBe('goes on');
  });

  it.each<[string, Record<string, string>]>([
    ['the number of the server', { origin: 'http://10.1.2.3' }],
    ['a second name', { origin: 'https://gaokao.example.gov.cn' }],
    ['another port', { origin: 'https://gk.example.gov.cn:8443' }],
    ['the same name without TLS', { origin: 'http://gk.example.gov.cn' }],
    ['another name, said by the page alone', { referer: 'http://10.1.2.3/sign-in?x=1' }],
    [
      'another name, said by the page where the origin is hidden',
      { origin: 'null', referer: 'http://10.1.2.3/' },
    ],
  ])('is told the right one where it is %s', (_what, headers) => {
    expect(judge(headers)).toMatchObject({
      code: 'otherAddress',
      status: 409,
      values: { address: 'https://gk.example.gov.cn/sign-in' },
    });
  });
});

describe('whether a browser has this site open', () => {
  it.each([
    ['where the proxy passes on what was asked', 'gk.example.gov.cn:8443', 'gk.example.gov.cn:8443', true],
    ['where it leaves out the port', 'gk.example.gov.cn', 'gk.example.gov.cn:8443', true],
    ['where it puts its own name there', 'app1:3000', 'gk.example.gov.cn:8443', true],
    ['by the number of the server', '10.1.2.3:3000', '10.1.2.3:3000', true],
    ['another site', 'gk.example.gov.cn:8443', 'attacker.example', false],
    ['another port of this name', 'gk.example.gov.cn:8443', 'gk.example.gov.cn:9000', false],
  ])('%s', (_what, asked, opened, own) => {
    const req = { get: () => asked } as unknown as Request;
    expect(isOwnHost(req, new URL('https://gk.example.gov.cn:8443'), opened)).toBe(own);
  });
});
