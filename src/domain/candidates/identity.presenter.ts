import type { CandidateDocumentFault } from '../../rules/identity/candidate-document';

const faults: Readonly<Record<CandidateDocumentFault, string>> = {
  shape: '证件号码有误，应为18位（旧居民身份证15位），请检查后重新输入！',
  place: '证件号码有误，开头的数字与任何证件都不符，请检查后重新输入！',
  birthDate: '证件号码有误，其中的出生日期不可能，请检查后重新输入！',
  checkDigit: '证件号码有误，请检查后重新输入！',
  otherKind: '证件号码有误，来往内地（大陆）通行证和护照不是报名证件，请输入报名时使用的证件号码！',
};

/** The red sentence beside a candidate's 证件号码 that can be nobody's. */
export function presentCandidateDocumentFault(fault: CandidateDocumentFault): string {
  return faults[fault];
}

/** The red sentence beside a 考生号 that can be nobody's. */
export const CANDIDATE_NUMBER_FAULT = '考生号为14位数字，请检查后重新输入！';

/** The red sentence beside a candidate's 姓名 that no document can bear. */
export const CANDIDATE_NAME_FAULT = '姓名为2-25个汉字（证件上是外文姓名的，照证件填写），请检查后重新输入！';
