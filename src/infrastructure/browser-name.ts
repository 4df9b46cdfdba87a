/** Order matters: most browsers also claim to be those that stand after them. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, '微信'],
  [/AlipayClient/, '支付宝'],
  [/MSIE 8|Trident\/4/, 'IE 8浏览器'],
  [/MSIE 9|Trident\/5/, 'IE 9浏览器'],
  [/MSIE 10|Trident\/6/, 'IE 10浏览器'],
  [/Trident\/7/, 'IE 11浏览器'],
  [/MSIE|Trident/, 'IE浏览器'],
  [/Edg(e|A|iOS)?\//, 'Edge浏览器'],
  [/QQBrowser/, 'QQ浏览器'],
  [/QihooBrowser|360SE|360EE/, '360浏览器'],
  [/MetaSr|SogouMobileBrowser/, '搜狗浏览器'],
  [/Quark/, '夸克浏览器'],
  [/UCBrowser|UBrowser|UCWEB/, 'UC浏览器'],
  [/baidubrowser|baiduboxapp/i, '百度浏览器'],
  [/HuaweiBrowser|HBPC/, '华为浏览器'],
  [/MiuiBrowser/, '小米浏览器'],
  [/HeyTapBrowser/, 'OPPO浏览器'],
  [/VivoBrowser/, 'vivo浏览器'],
  [/SamsungBrowser/, '三星浏览器'],
  [/OPR\/|Opera/, 'Opera浏览器'],
  [/Firefox|FxiOS/, '火狐浏览器'],
  [/Chrome|CriOS/, 'Chrome浏览器'],
  [/Safari/, 'Safari浏览器'],
];

/** Windows says 10.0 of 10 and 11 alike. */
const systems: readonly (readonly [RegExp, string])[] = [
  [/OpenHarmony|HarmonyOS/, '鸿蒙手机或平板'],
  [/Android.*Mobile/, '安卓手机'],
  [/Android/, '安卓平板'],
  [/iPhone/, '苹果手机'],
  [/iPad/, '苹果平板'],
  [/Windows NT 5\.[12]/, 'Windows XP电脑'],
  [/Windows NT 6\.0/, 'Windows Vista电脑'],
  [/Windows NT 6\.1/, 'Windows 7电脑'],
  [/Windows NT 6\.2/, 'Windows 8电脑'],
  [/Windows NT 6\.3/, 'Windows 8.1电脑'],
  [/Windows NT 10/, 'Windows 10或11电脑'],
  [/Windows/, 'Windows电脑'],
  [/Mac OS X/, '苹果电脑'],
  [/CrOS|Linux/, 'Linux电脑'],
];

/** What a browser says of itself, in plain words: Windows 7电脑上的Chrome浏览器; '' where neither half is known. */
export function nameBrowser(userAgent: string): string {
  const find = (names: readonly (readonly [RegExp, string])[]) =>
    names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '';
  return [find(systems), find(browsers)].filter((name) => name !== '').join('上的');
}

/**
 * One computer or phone as its owner knows it: 本机（…） for the one in use, else the name with the first letters of
 * the browser's mark, which tell two of the same make apart.
 */
export function nameDevice(device: string, userAgent: string, ownDevice: string): string {
  const name = nameBrowser(userAgent);
  if (device === ownDevice) return name === '' ? '本机' : `本机（${name}）`;
  const mark = device === '' ? '' : `（编号${device.slice(0, 6)}）`;
  return `${name || '其他电脑或手机'}${mark}`;
}
