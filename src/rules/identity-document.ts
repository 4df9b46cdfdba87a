import { computeCheckCharacter } from './identity-facts';

/** 证件类型 with which one may register. */
export const documentKinds = [
  'resident',
  'residencePermit',
  'homeReturn',
  'taiwanTravel',
  'foreignResident',
  'passport',
] as const;

export type DocumentKind = (typeof documentKinds)[number];

/** A number in its normal form, of the series it belongs to: equal ones are the same person's. */
export interface DocumentNumber {
  readonly series: 'citizen' | 'homeReturn' | 'taiwanTravel' | 'foreignResident' | 'passport';
  readonly number: string;
}

/**
 * The normal form of a typed 证件号码; null when no document of this kind can have it.
 * Full-width characters, blanks, hyphens and small letters are forgiven everywhere. 15 digits of an old 居民身份证
 * become the 18 of the same person: the century 19 is put in and the check character computed (GB 11643). A
 * 居住证 of Hongkong, Macao or Taiwan has a number of the same series as a 居民身份证. Of 来往内地通行证 the first letter and
 * eight digits stay for life; what follows counts the issues.
 *
 * Worked cases: 130503670401018, 13050319670401018x and １３０５０３１９６７０４０１０１８Ｘ are all 13050319670401018X;
 * 130503196704010180 and 130503671301018 (month 13) are nobody's; h1234567801 is H12345678.
 */
export function normaliseDocument(kind: DocumentKind, typed: string): DocumentNumber | null {
  const text = typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  switch (kind) {
    case 'resident':
      return toCitizen(text);
    case 'residencePermit':
      return /^8[123]/.test(text) && text.length === 18 ? toCitizen(text) : null;
    case 'homeReturn':
      return cut(text, /^([HM]\d{8})(\d{2})?$/, 'homeReturn');
    case 'taiwanTravel':
      return cut(text, /^(\d{8})(\d{2})?$/, 'taiwanTravel');
    case 'foreignResident':
      return /^9\d{16}[\dX]$/.test(text)
        ? toCitizen(text, 'foreignResident')
        : cut(text, /^([A-Z]{3}\d{12})$/, 'foreignResident');
    case 'passport':
      return cut(text, /^(?=.*\d)([A-Z0-9]{5,17})$/, 'passport');
  }
}

/** Everything that a typed number may be the number of, whatever the kind: for 登录 with 证件号码. */
export function listDocuments(typed: string): readonly DocumentNumber[] {
  const found = documentKinds.map((kind) => normaliseDocument(kind, typed));
  const seen = new Set<string>();
  return found.filter((one): one is DocumentNumber => {
    if (one === null || seen.has(one.series)) return false;
    seen.add(one.series);
    return true;
  });
}

/** 姓名 as it is kept and compared: of Han script without blanks, of Latin script in capitals with single blanks. */
export function normaliseAccountName(typed: string): string {
  const text = typed.normalize('NFKC').trim().replace(/\s+/g, ' ');
  if (/^[A-Za-z]/.test(text)) return text.toUpperCase();
  return typed
    .normalize('NFC')
    .replace(/\s/g, '')
    .replace(/[.•‧∙⋅・･．]/g, '·');
}

/** Whether a normalised 姓名 can stand on a document of this kind: 2–25 characters, Latin script not on a 居民身份证. */
export function isAccountName(kind: DocumentKind, name: string): boolean {
  if (/^[\p{Script=Han}·]{2,25}$/u.test(name)) return true;
  return kind !== 'resident' && /^[A-Z][A-Z .,'-]{1,48}$/.test(name);
}

function toCitizen(text: string, series: 'citizen' | 'foreignResident' = 'citizen'): DocumentNumber | null {
  const body = /^\d{15}$/.test(text) ? `${text.slice(0, 6)}19${text.slice(6)}` : text.slice(0, 17);
  if (!/^\d{17}$/.test(body) || !isDay(body.slice(6, 14))) return null;
  const number = `${body}${computeCheckCharacter(body)}`;
  return text.length === 15 || text === number ? { series, number } : null;
}

function cut(text: string, shape: RegExp, series: DocumentNumber['series']): DocumentNumber | null {
  const number = shape.exec(text)?.[1];
  return number === undefined ? null : { series, number };
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether YYYYMMDD is a day of the years 1800 to 2199. */
function isDay(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = MONTH_DAYS[Number(month) - 1] ?? 0;
  const last = month === '02' && !leap ? 28 : days;
  return Number(year) >= 1800 && Number(year) < 2200 && Number(day) >= 1 && Number(day) <= last;
}
