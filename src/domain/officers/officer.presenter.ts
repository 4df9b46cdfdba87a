import type { DraftFault, OfficerRole } from './officer';

export const roleNames: Readonly<Record<OfficerRole, string>> = {
  school: '学校',
  county: '县（市、区）招办',
  city: '市招办',
  province: '省招办',
  auditor: '审计',
  reviewer: '学信网账号客服',
};

const faults: Readonly<Record<DraftFault['field'], Readonly<Record<'missing' | 'shape', string>>>> = {
  signInName: {
    missing: '请输入登录名！',
    shape: '登录名为3-30位小写字母、数字和减号，以字母开头，请检查后重新输入！',
  },
  name: { missing: '请输入姓名！', shape: '姓名为2-25个汉字，请检查后重新输入！' },
  placeName: { missing: '请输入单位名称！', shape: '单位名称为2-40个字，请检查后重新输入！' },
  cityCode: {
    missing: '请输入市代码！',
    shape: '市代码为4位数字（行政区划代码前四位），请检查后重新输入！',
  },
  countyCode: { missing: '请输入县代码！', shape: '县代码为6位数字（行政区划代码），请检查后重新输入！' },
  schoolCode: { missing: '请输入学校代码！', shape: '学校代码为2-20位字母和数字，请检查后重新输入！' },
};

/** The red sentence of a fault of a new account. */
export function presentDraftFault({ field, code }: DraftFault): string {
  return code === 'unwanted' ? '所选角色不需要此项，请清空！' : faults[field][code];
}
