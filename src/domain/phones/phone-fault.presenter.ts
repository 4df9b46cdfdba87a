import type { PhoneFault } from '../../rules/identity/phone';

const sentences: Readonly<Record<PhoneFault, string>> = {
  empty: '请输入手机号码！',
  malformed: '手机号码有误，请输入11位手机号码！',
  foreign: '只能使用中国内地（大陆）的11位手机号码，港澳台和国外的号码不能使用，请换一个号码！',
  notAllowed: '此处只能登记{province}内的手机号码，请换一个号码！',
};

/** The red sentence beside a phone that cannot be bound. `province`: whose phones a pack lets in, as it calls itself. */
export function presentPhoneFault(fault: PhoneFault, province = '本省'): string {
  return sentences[fault].replace('{province}', province);
}
