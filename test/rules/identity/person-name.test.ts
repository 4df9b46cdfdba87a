import type { DocumentKind } from '../../../src/rules/identity/identity-document';
import {
  maskDocumentNumber,
  maskForPlatform,
  maskIdentityNumber,
  maskName,
  maskNumbersIn,
  maskPhone,
} from '../../../src/rules/identity/masking';
import { isPersonName, normalisePersonName } from '../../../src/rules/identity/person-name';

describe('姓名', () => {
  it.each<[DocumentKind, string, string, boolean]>([
    ['resident', ' 秦 知远 ', '秦知远', true],
    ['resident', '刘䶮', '刘䶮', true],
    ['resident', '刘\ue863', '刘䶮', true],
    ['resident', '王\ue81e', '王\u9fb4', true],
    ['resident', '赵\ue817', '赵\u{20089}', true],
    ['resident', '陈\u{2cc56}', '陈\u{2cc56}', true],
    ['resident', '孙\u{20bb7}', '孙\u{20bb7}', true],
    ['resident', '黄\u{323b0}', '黄\u{323b0}', true],
    ['resident', '张\u200b三', '张三', true],
    ['resident', '葛\u{e0100}优', '葛优', true],
    ['resident', '葛\ufe00优', '葛优', true],
    ['resident', '张\u00ad三\ufeff\u202e', '张三', true],
    ['resident', '\uf967\u2f42\u2ee2', '不文马', true],
    ['resident', '李\uf9e9', '李里', true],
    ['resident', '张\ue000', '张\ue000', false],
    ['resident', 'John Smith', 'JOHN SMITH', false],
    ['resident', '秦', '秦', false],
    ['resident', '周'.repeat(26), '周'.repeat(26), false],
    ['resident', '张3', '张3', false],
    ['resident', '<script>', '<SCRIPT>', false],
    ['passport', ' john   smith ', 'JOHN SMITH', true],
    ['passport', 'Ｊｏｈｎ　Ｓｍｉｔｈ', 'JOHN SMITH', true],
    ['passport', 'O\u2019Neil Mary', "O'NEIL MARY", true],
    ['passport', 'O\u00b4Neil Mary', "O'NEIL MARY", true],
    ['passport', 'Jose\u0301', 'JOSÉ', true],
    ['passport', 'JEAN\u2010LUC D’ARTAGNAN', "JEAN-LUC D'ARTAGNAN", true],
    ['passport', 'SMITH，JOHN JR．', 'SMITH,JOHN JR.', true],
    ['passport', 'Иванов', 'Иванов', false],
    [
      'passport',
      'MARIA DE LOS ANGELES FERNANDEZ-RODRIGUEZ Y GARCIA DE LA TORRE',
      'MARIA DE LOS ANGELES FERNANDEZ-RODRIGUEZ Y GARCIA DE LA TORRE',
      true,
    ],
    ['passport', 'A'.repeat(81), 'A'.repeat(81), false],
    ['foreignResident', 'Maria Garcia Lopez', 'MARIA GARCIA LOPEZ', true],
    ['homeReturn', '陈大文', '陈大文', true],
  ])('%s %p is kept as %p', (kind, typed, kept, fits) => {
    expect(normalisePersonName(typed)).toBe(kept);
    expect(isPersonName(kept, kind)).toBe(fits);
  });

  it.each([
    ...'.·\u02d9\u0387\u2022\u2024\u2027\u2219\u22c5\u25cf\u3002\u30fb\u318d\ufe52\uff0e\uff61\uff65',
    ' · ',
    '··',
  ])('of Xinjiang with the dot %p is one name', (dot) => {
    expect(normalisePersonName(`古丽米热${dot}艾比布力`)).toBe('古丽米热·艾比布力');
  });

  it('is masked in one way', () => {
    expect(['秦知远', '阿卜杜·热合曼', "MARIA O'NEIL", '孙\u{20bb7}'].map(maskName)).toEqual([
      '秦**',
      '阿**·***',
      "M**** *'****",
      '孙*',
    ]);
  });

  it('has its numbers masked within a text as they are alone', () => {
    const numbers = ['41012220030709984X', '15900001845', '21410101151001', '0001'];
    const masked = ['410***********984X', '159****845', '214*******1001', '0001'];
    expect(maskNumbersIn(`证件号码${numbers.join('，')}。`)).toBe(`证件号码${masked.join('，')}。`);
    expect(maskNumbersIn('４１０１２２２００３０７０９９８４Ｘ')).not.toContain('２００３０７０９');
    expect([maskPhone('15900001845'), maskIdentityNumber('41012220030709984X')]).toEqual([
      masked[1],
      masked[0],
    ]);
  });

  it('has its number masked alike, whatever the document', () => {
    expect(
      ['41012220030709984X', '94172420031204064X', 'FRA410003120512', 'USA:E12345678'].map(
        maskDocumentNumber,
      ),
    ).toEqual(['410***********984X', '941***********064X', 'FRA********0512', 'USA *******78']);
    expect(
      ['41012220030709984X', '94172420031204064X', 'FRA410003120512', 'USA:E12345678'].map(maskForPlatform),
    ).toEqual(['41**************4X', '94**************4X', 'FR***********12', 'USA *******78']);
  });
});

test.each([
  ['张'.repeat(25), null, true],
  ['张'.repeat(26), null, false],
  ['张三', 'resident', true],
  ['张', null, false],
  ['LI', 'passport', true],
  ['L', 'passport', false],
  ['LI', 'resident', false],
  ['A'.repeat(80), 'passport', true],
  ['A'.repeat(81), 'passport', false],
] as const)('%s on a document of kind %p: %p', (name, kind, right) => {
  expect(isPersonName(name, kind)).toBe(right);
});

test.each([
  ['GARCIA、MARIA', 'GARCIA,MARIA'],
  ['O\uff40NEIL', "O'NEIL"],
])('%s is kept as %s', (typed, kept) => {
  expect(normalisePersonName(typed)).toBe(kept);
});
