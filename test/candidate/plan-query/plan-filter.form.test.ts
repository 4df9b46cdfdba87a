import { parse } from 'node:querystring';
import { readPlanQuery, writePlanQuery } from '../../../src/candidate/plan-query/plan-filter.form';

const read = (text: string) => readPlanQuery(parse(text));

describe('the address of a query', () => {
  it('is the same after reading and writing', () => {
    for (const text of [
      'institution=&major=',
      'institution=zzdx&major=%E8%AE%A1%E7%AE%97%E6%9C%BA&page=3',
      'institution=a+b&major=&open=6005.6025',
      'institution=&major=&open=',
    ])
      expect(writePlanQuery(read(text))).toBe(`?${text}`);
  });

  it.each(['0', '-1', '1.5', '1e3', 'NaN', '', ' ', '二', '0x2', '9999999', '2;3', '%00'])(
    'page %p is the first',
    (page) => {
      expect(read(`page=${page}`).page).toBe(1);
    },
  );

  it('takes full-width digits and blanks around a page', () => {
    expect(read(`page=${encodeURIComponent(' ２ ')}`).page).toBe(2);
  });

  it('takes a repeated or nested parameter for none', () => {
    expect(read('institution=a&institution=b&page=2&page=3&major[x]=1')).toEqual({
      institution: '',
      major: '',
      page: 1,
      open: null,
    });
  });

  it('knows an empty list of open institutions from none', () => {
    expect(read('').open).toBeNull();
    expect(read('open=').open).toEqual([]);
    expect(read('open=6005..6005.<x>.6025').open).toEqual(['6005', '6025']);
    expect(
      read(`open=${Array.from({ length: 99 }, (_none, index) => 1000 + index).join('.')}`).open,
    ).toHaveLength(20);
  });

  it('cuts no filter of 10,000 characters', () => {
    expect(read(`institution=${'x'.repeat(10_000)}`).institution).toBe('x'.repeat(10_000));
  });
});
