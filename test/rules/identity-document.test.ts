import {
  type DocumentKind,
  isAccountName,
  listDocuments,
  normaliseAccountName,
  normaliseDocument,
} from '../../src/rules/identity-document';

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
    ['foreignResident', 'usa123456789012', 'foreignResident USA123456789012'],
    ['passport', 'e1234 5678', 'passport E12345678'],
    ['passport', 'ABCDE', null],
    ['passport', "E12345678' or 1=1", null],
  ])('%s %p is %p', (kind, typed, expected) => {
    const found = normaliseDocument(kind, typed);
    expect(found && `${found.series} ${found.number}`).toBe(expected);
  });

  it('finds one person behind every way of typing a number, for the sign-in too', () => {
    const ways = ['130503670401018', '13050319670401018x', '１３０５０３１９６７０４０１０１８Ｘ'];
    const forms = ways.map(
      (typed) => listDocuments(typed).find(({ series }) => series === 'citizen')?.number,
    );
    expect(new Set(forms)).toEqual(new Set(['13050319670401018X']));
  });
});

describe('姓名 of an account', () => {
  it.each<[DocumentKind, string, string, boolean]>([
    ['resident', ' 秦 知远 ', '秦知远', true],
    ['resident', '阿卜杜.热合曼', '阿卜杜·热合曼', true],
    ['resident', '刘䶮', '刘䶮', true],
    ['resident', 'John Smith', 'JOHN SMITH', false],
    ['passport', ' john   smith ', 'JOHN SMITH', true],
    ['passport', 'Ｊｏｈｎ　Ｓｍｉｔｈ', 'JOHN SMITH', true],
    ['resident', '秦', '秦', false],
    ['resident', '<script>', '<script>', false],
  ])('%s %p is kept as %p', (kind, typed, kept, fits) => {
    expect(normaliseAccountName(typed)).toBe(kept);
    expect(isAccountName(kind, normaliseAccountName(typed))).toBe(fits);
  });
});
