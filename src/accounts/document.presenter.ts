import { type DocumentKind, documentKinds } from '../rules/identity-document';

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

/** A number of which the first and the last characters are left: enough to recognise one's own. */
export function maskDocumentNumber(number: string): string {
  return `${number.slice(0, 2)}${'*'.repeat(Math.max(4, number.length - 4))}${number.slice(-2)}`;
}
