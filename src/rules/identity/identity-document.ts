import { isBirthDate } from './birth-date';
import { type CitizenFault, readCitizenNumber } from './citizen-number';
import { countries, isCountry } from './countries';
import { foldNumber } from './typed-text';

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
  /** Of a passport with its country before it: `FRA:12AB34567`. */
  readonly number: string;
}

/** Why a number is nobody's. `country`: whose passport it is was not said. */
export type DocumentFault = CitizenFault | 'country';

/** What a number is read with. */
interface ReadingFacts {
  /** By it births lie neither in the future nor beyond a life. */
  readonly now: Date;
  /** Three letters of ISO 3166; only passports need it, since countries do not know of each other's numbers. */
  readonly country?: string | null | undefined;
}

/**
 * The normal form of a typed 证件号码, or why no document of this kind can have it.
 * Full-width characters, blanks, hyphens, unseen marks and small letters are forgiven everywhere. 15 digits of an old
 * 居民身份证 become the 18 of the same person. A 居住证 of Hongkong, Macao or Taiwan has a number of the same series as a
 * 居民身份证. Of 来往内地通行证 the first letter and eight digits stay for life; what follows counts the issues. A 外国人永久居留
 * 身份证 has 18 characters since 2023 and had three letters and twelve digits before; neither tells the other.
 *
 * Worked cases: 130503670401018, 13050319670401018x and １３０５０３１９６７０４０１０１８Ｘ are all 13050319670401018X;
 * 130503196704010180 and 130503671301018 (month 13) are nobody's; h1234567801 is H12345678; 710000200301020315 is
 * nobody's; 941840200301020411 and FRA410003120512 are 外国人永久居留身份证.
 */
export function readDocument(
  kind: DocumentKind,
  typed: string,
  { now, country = null }: ReadingFacts,
): DocumentNumber | DocumentFault {
  const text = foldNumber(typed);
  switch (kind) {
    case 'resident':
    case 'residencePermit':
      return ofCitizen(readCitizenNumber(text, kind, now), 'citizen');
    case 'homeReturn':
      return cut(text, /^([HM]\d{8})(\d{2})?$/, 'homeReturn');
    case 'taiwanTravel':
      return cut(text, /^(\d{8})(\d{2}(\(?[A-Z]\)?)?)?$/, 'taiwanTravel');
    case 'foreignResident':
      return /^[A-Z]{3}\d{12}$/.test(text)
        ? readFormerResident(text, now)
        : ofCitizen(readCitizenNumber(text, kind, now), 'foreignResident');
    case 'passport':
      return readPassport(text, country);
  }
}

/** The normal form of a typed 证件号码; null when no document of this kind can have it. */
export function normaliseDocument(
  kind: DocumentKind,
  typed: string,
  facts: ReadingFacts,
): DocumentNumber | null {
  const found = readDocument(kind, typed, facts);
  return typeof found === 'string' ? null : found;
}

/** Everything that a typed number may be the number of, whatever the kind: for 登录 with 证件号码. */
export function listDocuments(typed: string, now: Date): readonly DocumentNumber[] {
  const found = documentKinds
    .filter((kind) => kind !== 'passport')
    .map((kind) => normaliseDocument(kind, typed, { now }));
  const text = foldNumber(typed);
  const passports = PASSPORT.test(text) && !MOBILE.test(text) ? listPassports(text) : [];
  const seen = new Set<string>();
  const others = found.filter((one): one is DocumentNumber => {
    if (one === null || seen.has(one.series)) return false;
    seen.add(one.series);
    return true;
  });
  return [...others, ...passports];
}

/** Country and number of what is kept of a document; only passports have the first. */
export function splitDocumentNumber(kept: string): {
  readonly country: string | null;
  readonly number: string;
} {
  const [, country = null, number = kept] = /^([A-Z]{3}):(.*)$/.exec(kept) ?? [];
  return { country, number };
}

const PASSPORT = /^(?=.*\d)([A-Z0-9]{5,17})$/;
/** What stands for a phone in a field that takes both. */
const MOBILE = /^1[3-9]\d{9}$/;

function readPassport(text: string, country: string | null): DocumentNumber | DocumentFault {
  const found = cut(text, PASSPORT, 'passport');
  if (typeof found === 'string') return found;
  if (country === null || !isCountry(country)) return 'country';
  return { series: 'passport', number: `${country}:${found.number}` };
}

/** A passport of every country; first as it was kept before countries were. */
function listPassports(number: string): DocumentNumber[] {
  return [number, ...countries.map(({ code }) => `${code}:${number}`)].map((one) => ({
    series: 'passport',
    number: one,
  }));
}

/** The card before 2023: country, place, birth without its century, two digits. */
function readFormerResident(text: string, now: Date): DocumentNumber | DocumentFault {
  if (!isCountry(text.slice(0, 3))) return 'place';
  const born = text.slice(7, 13);
  if (!['19', '20'].some((century) => isBirthDate(`${century}${born}`, now))) return 'birthDate';
  return { series: 'foreignResident', number: text };
}

function ofCitizen(
  found: ReturnType<typeof readCitizenNumber>,
  series: 'citizen' | 'foreignResident',
): DocumentNumber | DocumentFault {
  return typeof found === 'string' ? found : { series, number: found.number };
}

function cut(text: string, shape: RegExp, series: DocumentNumber['series']): DocumentNumber | DocumentFault {
  const number = shape.exec(text)?.[1];
  return number === undefined ? 'shape' : { series, number };
}
