import { nameBrowser, nameDevice } from '../../../src/infrastructure/browser-name';

const chromeOn = (system: string) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36`;

describe('the name of a computer or phone', () => {
  it.each([
    [chromeOn('Windows NT 6.1; Win64; x64'), 'Windows 7电脑上的Chrome浏览器'],
    [chromeOn('Windows NT 10.0; WOW64'), 'Windows 10或11电脑上的Chrome浏览器'],
    [chromeOn('Windows NT 5.1'), 'Windows XP电脑上的Chrome浏览器'],
    [`${chromeOn('Windows NT 10.0; Win64; x64')} Edg/109.0`, 'Windows 10或11电脑上的Edge浏览器'],
    [`${chromeOn('Windows NT 6.1')} QIHU 360SE`, 'Windows 7电脑上的360浏览器'],
    [`${chromeOn('Linux; Android 13; V2203A')} Mobile VivoBrowser/15`, '安卓手机上的vivo浏览器'],
    ['Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko', 'Windows 7电脑上的IE 11浏览器'],
    ['Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)', 'Windows 7电脑上的IE 8浏览器'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.2',
      '苹果手机上的微信',
    ],
    ['Mozilla/5.0 (iPad; CPU OS 14_4 like Mac OS X) Version/14.0 Safari/604.1', '苹果平板上的Safari浏览器'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0', 'Linux电脑上的火狐浏览器'],
    ['curl/7.88', ''],
    ['', ''],
  ])('%s is %s', (userAgent, name) => {
    expect(nameBrowser(userAgent)).toBe(name);
  });

  it('says 本机 of the one in use, and tells two of the same make apart', () => {
    const chrome = chromeOn('Windows NT 6.1');
    expect(nameDevice('a1b2c3d4', chrome, 'a1b2c3d4')).toBe('本机（Windows 7电脑上的Chrome浏览器）');
    expect(nameDevice('a1b2c3d4', chrome, 'other')).toBe('Windows 7电脑上的Chrome浏览器（编号a1b2c3）');
    expect(nameDevice('a1b2c3d4', '', 'other')).toBe('其他电脑或手机（编号a1b2c3）');
    expect(nameDevice('', chrome, 'other')).toBe('Windows 7电脑上的Chrome浏览器');
  });
});
