import { findPhraseFaults } from '../../../src/rules/identity/security-phrase';

const fine = { maxLength: 15, name: '阿卜杜·热合曼', sameInSchool: 0, sameSchoolLimit: 3 };

describe('findPhraseFaults', () => {
  it.each([
    ['书山有路勤为径', []],
    ['春风', []],
    ['书山有路勤为径学海无涯苦作舟啊', []],
    ['𫖯察品类之盛', []],
    ['二〇二一年', []],
    ['', ['empty']],
    ['春', ['tooShort']],
    ['书山有路勤为径学海无涯苦作舟啊啊', ['tooLong']],
    ['书山有路，勤为径', ['notHan']],
    ['书山有路 勤为径', ['notHan']],
    ['书山有路·勤为径', ['notHan']],
    ['书山有路abc', ['notHan']],
    ['书山有路１２３', ['notHan']],
    ['书山有路\u200b勤为径', ['notHan']],
    ['⼭⽔', ['notHan']],
    ['阿卜杜·热合曼', ['notHan']],
    ['阿卜杜热合曼', ['ownName']],
    ['热合曼', ['ownName']],
    ['热合', ['ownName']],
    ['热', ['tooShort']],
    ['我是阿卜杜热合曼', ['ownName']],
    ['啊'.repeat(16).concat('！'), ['tooLong', 'notHan']],
  ])('%j: %j', (phrase, faults) => {
    expect(findPhraseFaults(phrase, fine)).toEqual(faults);
  });

  it('takes a phrase that two others of the school have, and refuses one that three have', () => {
    const phrase = '天道酬勤';
    expect(findPhraseFaults(phrase, { ...fine, sameInSchool: 2 })).toEqual([]);
    expect(findPhraseFaults(phrase, { ...fine, sameInSchool: 3 })).toEqual(['common']);
    expect(findPhraseFaults(phrase, { ...fine, sameInSchool: 1, sameSchoolLimit: 1 })).toEqual(['common']);
  });

  it('holds a name without Chinese characters against no phrase', () => {
    expect(findPhraseFaults('天道酬勤', { ...fine, name: 'MARIA GARCIA' })).toEqual([]);
  });

  it('measures by characters, not by code units', () => {
    expect(findPhraseFaults('𫖯'.repeat(15), fine)).toEqual([]);
    expect(findPhraseFaults('𫖯'.repeat(16), fine)).toEqual(['tooLong']);
  });
});
