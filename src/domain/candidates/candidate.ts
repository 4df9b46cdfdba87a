import type { CandidateFacts } from '../../rules/pack/rule-pack';

export type Sex = 'male' | 'female';

/** One registered 考生 of one year. Every code is text; dates are YYYY-MM-DD. */
export interface Candidate {
  /** 考生号, 14 digits. Opaque: kind and 科类 come from the fields below, never from its digits. */
  readonly candidateNumber: string;
  /** 姓名 in Han script; the middle dot is allowed. */
  readonly name: string;
  /** 证件号码: 18 characters, the last a GB 11643 check digit (0–9 or X). */
  readonly identityNumber: string;
  readonly sex: Sex;
  readonly bornOn: string;
  /** 民族 without 族, such as 汉 or 回. */
  readonly ethnicity: string;
  /** Candidate kind of the rule pack: general, arts, sports, vocational, upgrade. */
  readonly kind: string;
  /** 科类 of the rule pack: 1, 5, A, B. */
  readonly track: string;
  /** 报名 county: six digits of GB/T 2260. Its office answers for the candidate. 户籍 is a fact of its own. */
  readonly countyCode: string;
  readonly countyName: string;
  readonly schoolCode: string;
  readonly schoolName: string;
  readonly className: string;
  /** 报名序号. */
  readonly registrationNumber: string;
  /** The bound mobile number, 11 digits; null where none is bound. */
  readonly phone: string | null;
  /** What is known beyond the columns: 户籍, 应届, scores, lists, 术科 and so on. */
  readonly facts: CandidateFacts;
}
