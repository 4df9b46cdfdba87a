import { type ProofStepModel, presentProofStep } from '../../domain/identity/proof-step.presenter';
import { presentPhoneFault as presentShapeFault } from '../../domain/phones/phone-fault.presenter';
import { formatMinute } from '../../infrastructure/format-time';
import type { PhoneStart, StepPage } from './phone.service';
import type { PhoneAct, PhoneJourney } from './phone-journey';

type Fault = Extract<PhoneStart, { readonly outcome: 'fault' }>['fault'];

const faults: Readonly<Record<Exclude<Fault, 'foreign' | 'notAllowed'>, string>> = {
  empty: '请输入手机号！',
  malformed: '手机号码为11位数字，请检查后重新输入！',
  same: '新手机号码与原手机号码相同，请输入另一个手机号码！',
  noPhone: '您目前没有预留手机号码，不用删除，请返回上一页！',
};

/** The red sentence beside 新手机号码. */
export function presentPhoneFault(fault: Fault, province: string): string {
  if (fault === 'foreign' || fault === 'notAllowed') return presentShapeFault(fault, province);
  return faults[fault];
}

export function presentTooManyPhones(until: Date): string {
  return `今天更换手机号码的次数过多，请于${formatMinute(until)}后再试！`;
}

/** Only whoever proved that they hold the phone is told so. */
export const TAKEN = '该手机号码已被其他考生登记，一个手机号码只能登记一名考生，请换一个手机号码！';

const done: Readonly<Record<PhoneAct, string>> = {
  add: '手机号码已登记。',
  change: '手机号码已修改，以后的验证码和提醒将发送到新手机号码。',
  delete: '手机号码已删除。',
};

export function presentPhoneDone(act: PhoneAct | undefined): string {
  return act === undefined ? '' : done[act];
}

interface PhoneStepModel {
  readonly introduction: string;
  readonly button: string;
  readonly advice: string;
  readonly proof: ProofStepModel;
}

const acts: Readonly<Record<PhoneAct, string>> = { add: '登记', change: '修改', delete: '删除' };

/** Figure 25 ②: what is proved now, and for what. */
export function presentPhoneStep(
  { act }: PhoneJourney,
  { step, last, number, proof }: StepPage,
  sender: string,
  error: string,
): PhoneStepModel {
  const why = `为了确保是您本人${acts[act]}手机号码，`;
  const model = { button: last ? '完成修改' : '下一步', proof: presentProofStep(proof, sender, error) };
  switch (step) {
    case 'owner':
      return { ...model, introduction: `${why}请先验证您绑定的安全措施。`, advice: '' };
    case 'old':
      return {
        ...model,
        introduction: `${why}请先验证原预留手机号码 ${number} 。`,
        advice: '如果原预留手机号码已无法使用，请携带相关证件到报名所在地招生考试机构修改或删除。',
      };
    case 'new':
      return {
        ...model,
        introduction: `${why}请验证新手机号码 ${number} 。`,
        advice:
          '如果等待一段时间后仍未收到6位数字验证码，请检查手机号码是否正确；如果号码无误，可以重新获取验证码。',
      };
  }
}
