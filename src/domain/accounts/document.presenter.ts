import { countries } from '../../rules/identity/countries';
import {
  type DocumentFault,
  type DocumentKind,
  documentKinds,
  splitDocumentNumber,
} from '../../rules/identity/identity-document';

/** 证件类型 as the pages name it. */
export const documentLabels: Readonly<Record<DocumentKind, string>> = {
  resident: '居民身份证',
  residencePermit: '港澳台居民居住证',
  homeReturn: '港澳居民来往内地通行证',
  taiwanTravel: '台湾居民来往大陆通行证',
  foreignResident: '外国人永久居留身份证',
  passport: '护照',
};

/** The choices of 证件类型, in the order in which they are shown. */
export const documentOptions: readonly { readonly value: DocumentKind; readonly label: string }[] =
  documentKinds.map((value) => ({ value, label: documentLabels[value] }));

const inChinese = new Intl.DisplayNames(['zh-Hans'], { type: 'region' });
/** Residents of these come with documents of the mainland. */
const OWN = ['HKG', 'MAC', 'TWN'];

/** The choices of 护照签发国家, by name. */
export const passportCountries: readonly { readonly value: string; readonly label: string }[] = countries
  .filter(({ code }) => !OWN.includes(code))
  .map(({ code, region }) => ({ value: code, label: inChinese.of(region) ?? code }))
  .toSorted((one, other) => one.label.localeCompare(other.label, 'zh-Hans'));

/** A number that is kept, in clear, with the country of a passport in words. */
export function presentDocumentNumber(kept: string): string {
  const { country, number } = splitDocumentNumber(kept);
  if (country === null) return number;
  return `${passportCountries.find(({ value }) => value === country)?.label ?? country} ${number}`;
}

const shapes: Readonly<Record<DocumentKind, string>> = {
  resident: '居民身份证号码为18位（旧证15位）',
  residencePermit: '港澳台居民居住证号码为18位',
  homeReturn: '通行证号码为字母H或M和8位数字',
  taiwanTravel: '通行证号码为8位数字',
  foreignResident: '外国人永久居留身份证号码为9开头的18位，旧证为3个字母和12位数字',
  passport: '护照号码为5-17位字母和数字',
};

const starts: Partial<Readonly<Record<DocumentKind, string>>> = {
  resident: '开头的数字与居民身份证不符，请核对号码和证件类型',
  residencePermit: '港澳台居民居住证号码以810000、820000或830000开头',
  foreignResident: '开头与外国人永久居留身份证不符，请核对号码和证件类型',
};

/** The red sentence beside a 证件号码 that can be nobody's. */
export function presentDocumentFault(kind: DocumentKind, fault: DocumentFault): string {
  switch (fault) {
    case 'shape':
      return `证件号码有误，${shapes[kind]}，请检查后重新输入！`;
    case 'place':
      return `证件号码有误，${starts[kind] ?? shapes[kind]}！`;
    case 'birthDate':
      return '证件号码有误，其中的出生日期不可能，请检查后重新输入！';
    case 'checkDigit':
      return '证件号码有误（身份证号为18位，最后一位可以是X），请检查后重新输入！';
    case 'country':
      return '请选择护照的签发国家！';
  }
}
