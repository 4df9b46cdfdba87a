import { readRequirement } from '../../../src/office/imports/values/subject-requirement';
import { ValueFault } from '../../../src/office/imports/values/value-fault';

const all = (...subjects: string[]) => ({ firsts: null, mode: 'all', subjects });
const any = (...subjects: string[]) => ({ firsts: null, mode: 'any', subjects });

describe('选科要求 as lists write it', () => {
  it.each([
    ['不限', all()],
    ['不提科目要求', all()],
    ['再选不限', all()],
    ['化学', all('化学')],
    ['生物', all('生物学')],
    ['化学和生物学', all('化学', '生物学')],
    ['生物学与化学', all('化学', '生物学')],
    ['化学 + 生物', all('化学', '生物学')],
    ['化学，生物学（2科必选）', all('化学', '生物学')],
    ['化学,生物学(2门科目考生均须选考方可报考)', all('化学', '生物学')],
    ['化学、生物学和地理', all('化学', '生物学', '地理')],
    ['物理(1门科目考生必须选考方可报考)', all('物理')],
    ['物理,化学,生物(3门科目考生选考其中一门即可报考)', any('物理', '化学', '生物学')],
    ['化学或生物学', any('化学', '生物学')],
    ['化学/生物学(2选1)', any('化学', '生物学')],
    ['政治必选', all('思想政治')],
    ['选考化学', all('化学')],
    ['选科要求：地理', all('地理')],
    ['首选物理,再选不限', { firsts: ['物理'], mode: 'all', subjects: [] }],
    ['首选物理，再选化学和生物学', { firsts: ['物理'], mode: 'all', subjects: ['化学', '生物学'] }],
    ['首选科目：历史；再选科目：地理', { firsts: ['历史'], mode: 'all', subjects: ['地理'] }],
    ['首选历史', { firsts: ['历史'], mode: 'all', subjects: [] }],
    ['首选物理或历史，再选不限', { firsts: ['物理', '历史'], mode: 'all', subjects: [] }],
    ['首选不限,再选化学', { firsts: [], mode: 'all', subjects: ['化学'] }],
  ])('%s', (text, read) => expect(readRequirement(text)).toEqual(read));

  it.each([
    ['化学、生物学', 'allOrAny'],
    ['化学/生物', 'allOrAny'],
    ['首选物理,再选化学、生物学', 'allOrAny'],
    ['化学或生物学(2科必选)', 'malformed'],
    ['物化', 'malformed'],
    ['化学(详见章程)', 'malformed'],
    ['首选物理和历史', 'malformed'],
    ['英语', 'malformed'],
    ['05', 'malformed'],
  ])('%s is refused: %s', (text, code) => {
    const fault = readRequirement(text);
    expect(fault instanceof ValueFault && fault.code).toBe(code);
  });
});
