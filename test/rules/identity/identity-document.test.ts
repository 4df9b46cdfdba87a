import { readCandidateDocument, readNumberTells } from '../../../src/rules/identity/candidate-document';
import { computeCheckCharacter } from '../../../src/rules/identity/citizen-number';
import {
  type DocumentFault,
  type DocumentKind,
  listDocuments,
  normaliseDocument,
  readDocument,
  splitDocumentNumber,
} from '../../../src/rules/identity/identity-document';

const now = new Date('2021-06-28T12:00:00+08:00');

describe('the normal form of 证件号码', () => {
  it.each<[DocumentKind, string, string | null]>([
    ['resident', '13050319670401018X', 'citizen 13050319670401018X'],
    ['resident', '13050319670401018x', 'citizen 13050319670401018X'],
    ['resident', '130503670401018', 'citizen 13050319670401018X'],
    ['resident', '１３０５０３１９６７０４０１０１８Ｘ', 'citizen 13050319670401018X'],
    ['resident', '１３０５０３６７０４０１０１８', 'citizen 13050319670401018X'],
    ['resident', ' 130503 1967 0401 018X ', 'citizen 13050319670401018X'],
    ['resident', '130503-19670401-018X', 'citizen 13050319670401018X'],
    ['resident', '130503196704010180', null],
    ['resident', '13050319671301018X', null],
    ['resident', '130503671301018', null],
    ['resident', '130503670230001', null],
    ['resident', '130503010229001', null],
    ['resident', '13050319670401018', null],
    ['resident', '1305031967O401018X', null],
    ['resident', '130503670401018X', null],
    ['resident', '', null],
    ['residencePermit', '810000199408230013', 'citizen 810000199408230013'],
    ['residencePermit', '13050319670401018X', null],
    ['homeReturn', 'H12345678', 'homeReturn H12345678'],
    ['homeReturn', 'h1234567801', 'homeReturn H12345678'],
    ['homeReturn', 'Ｍ１２３４５６７８', 'homeReturn M12345678'],
    ['homeReturn', 'A12345678', null],
    ['taiwanTravel', '12345678', 'taiwanTravel 12345678'],
    ['taiwanTravel', '1234567802', 'taiwanTravel 12345678'],
    ['taiwanTravel', '1234567', null],
    ['taiwanTravel', '1234567802(B)', 'taiwanTravel 12345678'],
    ['homeReturn', 'XH12345678', null],
    ['homeReturn', 'H123456789', null],
    ['homeReturn', 'H1234567890X', null],
    ['taiwanTravel', '1234567802B', 'taiwanTravel 12345678'],
    ['taiwanTravel', '12345678(B)', null],
    ['taiwanTravel', 'X12345678', null],
    ['taiwanTravel', '1234567802(BB)', null],
    ['foreignResident', 'XFRA410003120512', null],
    ['foreignResident', 'FRA4100031205122', null],
    ['passport', 'ABC1', null],
    ['passport', 'ABC12', 'passport FRA:ABC12'],
    ['passport', 'A1234567890123456', 'passport FRA:A1234567890123456'],
    ['passport', 'A12345678901234567', null],
    ['foreignResident', 'fra410003120512', 'foreignResident FRA410003120512'],
    ['foreignResident', '941840200301020411', 'foreignResident 941840200301020411'],
    ['passport', 'e1234 5678', 'passport FRA:E12345678'],
    ['passport', 'ABCDE', null],
    ['passport', "E12345678' or 1=1", null],
    ['resident', '\u202d41012220030709984X\u202c', 'citizen 41012220030709984X'],
    ['resident', '\ufeff4101222003\u200b0709984X', 'citizen 41012220030709984X'],
    ['resident', "'41012220030709984X", 'citizen 41012220030709984X'],
    ['resident', '="41012220030709984X"', 'citizen 41012220030709984X'],
    // A Cyrillic х is what a keyboard in another layout gives.
    ['resident', '41012220030709984\u0445', 'citizen 41012220030709984X'],
  ])('%s %p is %p', (kind, typed, expected) => {
    const found = normaliseDocument(kind, typed, { now, country: 'FRA' });
    expect(found && `${found.series} ${found.number}`).toBe(expected);
  });

  it('finds one person behind every way of typing a number, for the sign-in too', () => {
    const ways = ['130503670401018', '13050319670401018x', '１３０５０３１９６７０４０１０１８Ｘ'];
    const forms = ways.map(
      (typed) => listDocuments(typed, now).find(({ series }) => series === 'citizen')?.number,
    );
    expect(new Set(forms)).toEqual(new Set(['13050319670401018X']));
  });
});

describe('a number that can be nobody’s', () => {
  it.each<[string, DocumentKind, string, DocumentFault | null]>([
    ['a region that no list has', 'resident', '430419200206120314', null],
    ['a retired region', 'resident', '632825200206120320', null],
    ['another retired region', 'resident', '320219200206120334', null],
    ['no province', 'resident', '390122200307099841', 'place'],
    ['a permit as a card', 'resident', '830000200301020314', 'place'],
    ['Taiwan', 'residencePermit', '830000200301020314', null],
    ['Hongkong', 'residencePermit', '81000020031201061X', null],
    ['710000 is no permit', 'residencePermit', '710000200301020318', 'place'],
    ['a part of Hongkong', 'residencePermit', '810101200312010614', 'place'],
    ['born tomorrow', 'resident', '41012220210629001X', 'birthDate'],
    ['born today', 'resident', `41012220210628001${computeCheckCharacter('41012220210628001')}`, null],
    ['beyond a life', 'resident', '410122189912310696', 'birthDate'],
    ['within a life', 'resident', '410122190107010015', null],
    ['a permit beyond a life', 'residencePermit', '81000018990101001X', 'birthDate'],
    ['an old card of 1969', 'resident', '410122690107001', null],
    ['an old card of somebody past a hundred', 'resident', '410122010107998', 'birthDate'],
    ['an old permit, which never was', 'residencePermit', '810000690107001', 'shape'],
    ['a card of foreigners', 'foreignResident', '94172420031204064X', null],
    ['of a country that is none', 'foreignResident', '941999200312040645', 'place'],
    ['of no province', 'foreignResident', '990840200301020411', 'place'],
    ['born in the future', 'foreignResident', '941840203001020419', 'birthDate'],
    ['the old card', 'foreignResident', 'FRA410003120512', null],
    ['the old card of no country', 'foreignResident', 'FRX410003120512', 'place'],
    ['the old card born on no day', 'foreignResident', 'FRA410003130512', 'birthDate'],
    ['a slip', 'resident', '410122200307099840', 'checkDigit'],
  ])('%s: %s %s is %p', (_what, kind, typed, fault) => {
    const found = readDocument(kind, typed, { now });
    expect(typeof found === 'string' ? found : null).toBe(fault);
  });

  it('keeps passports of two countries apart, and asks for the country', () => {
    const read = (country: string | null) => readDocument('passport', 'E12345678', { now, country });
    expect([read(null), read('XXX')]).toEqual(['country', 'country']);
    expect(read('USA')).not.toEqual(read('FRA'));
    expect(splitDocumentNumber('USA:E12345678')).toEqual({ country: 'USA', number: 'E12345678' });
    expect(splitDocumentNumber('E12345678')).toEqual({ country: null, number: 'E12345678' });
    expect(splitDocumentNumber('XUSA:E12345678')).toEqual({ country: null, number: 'XUSA:E12345678' });
    expect(splitDocumentNumber('USA:E1234\n5678')).toEqual({ country: null, number: 'USA:E1234\n5678' });
    expect(readDocument('passport', 'E12345678', { now })).toBe('country');
    expect(readDocument('passport', 'E1', { now, country: 'USA' })).toBe('shape');
    const listed = listDocuments('e1234 5678', now).map(({ number }) => number);
    expect(listed).toEqual(expect.arrayContaining(['E12345678', 'USA:E12345678', 'FRA:E12345678']));
    expect(listDocuments('13800138000', now)).toEqual([]);
    // Every series once, and of passports the one kept without a country first.
    const found = listDocuments('12345678', now);
    expect(found.slice(0, 2)).toEqual([
      { series: 'taiwanTravel', number: '12345678' },
      { series: 'passport', number: '12345678' },
    ]);
    expect(found.filter(({ series }) => series !== 'passport')).toHaveLength(1);
    expect(listDocuments('41012220030709984x', now)).toEqual([
      { series: 'citizen', number: '41012220030709984X' },
    ]);
    expect(listDocuments('nothing', now)).toEqual([]);
  });
});

describe('证件号码 of a candidate', () => {
  it.each([
    ['41012220030709984x', '41012220030709984X'],
    ['410122690107001', '410122196901070012'],
    ['830000200301020314', '830000200301020314'],
    ['94172420031204064X', '94172420031204064X'],
    ['FRA410003120512', 'FRA410003120512'],
    ['H12345678', 'otherKind'],
    ['E12345678', 'otherKind'],
    ['12345678', 'otherKind'],
    ['HM12345678', 'otherKind'],
    ['ABC12345678', 'shape'],
    ['XFRA410003120512', 'shape'],
    ['4101222003', 'shape'],
    ['4.10122E+17', 'shape'],
    ['410122189912310696', 'birthDate'],
    ['', 'shape'],
  ])('%p is %p', (typed, expected) => {
    const found = readCandidateDocument(typed, now);
    expect(typeof found === 'string' ? found : found.number).toBe(expected);
  });

  it('tells birth and sex, but for the card of foreigners before 2023', () => {
    const tell = (typed: string) => {
      const found = readCandidateDocument(typed, now);
      return typeof found === 'string' ? found : readNumberTells(found, now);
    };
    expect(tell('41012220030709984X')).toEqual({ sex: 'female', bornOn: '2003-07-09' });
    expect(tell('410122830709983')).toEqual({ sex: 'male', bornOn: '1983-07-09' });
    expect(tell('FRA410003120512')).toEqual({ sex: null, bornOn: '2003-12-05' });
    expect(tell('FRA410099120512')).toEqual({ sex: null, bornOn: '1999-12-05' });
  });
});
