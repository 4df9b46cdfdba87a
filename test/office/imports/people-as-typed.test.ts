import { existsSync } from 'node:fs';
import path from 'node:path';
import { openIdentityNumber } from '../../../src/domain/candidates/sealed-values';
import { sayFault } from '../../../src/office/imports/fault.presenter';
import { peopleHeading } from './people';
import { demoCipher, type ImportBench, openImportBench } from './run';

let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.close());

const line = (number: string, name: string, identityNumber: string, given: Record<string, string> = {}) => {
  const values: Record<string, string> = {
    考生号: number,
    姓名: name,
    证件号码: identityNumber,
    民族: '汉',
    考生类别: '普通',
    科类: '理科综合',
    县区代码: '410122',
    县区名称: '中牟县',
    学校代码: '01990101',
    学校名称: '中牟县测试高级中学',
    班级: '高三(1)班',
    报名序号: number.slice(-9),
    ...given,
  };
  return [...peopleHeading, '性别', '手机号'].map((heading) => values[heading] ?? '');
};
const heading = [...peopleHeading, '性别', '手机号'];

describe('考生名册 as people type it', () => {
  it('takes names and numbers in every spelling, in one form', async () => {
    const rows = [
      line('21410199157001', '刘\ue863', '\u202d410122200301050113\u202c'),
      line("'21410199157002", '古丽米热\ufe52艾比布力', "'410122200302050123"),
      line('="21410199157003"', '葛\u{e0100}优', '="410122200303050133"', { 学校代码: '="01990101"' }),
      line('２１４１０１９９１５７００４', '孙\u{20bb7}', '４１０１２２２００３０４０５０１４３'),
      line('21410199157005', '黄\u{323b0}', '410122690107001'),
      line('21410199157006', 'Maria Garc\u00eda', '94172420031204064X', { 民族: '其他' }),
      line('21410199157007', 'Jean-Luc d\u2019Artagnan', 'fra410003120512', { 性别: '男' }),
      line('21410199157008', '林一凡', '81000020031201061X', { 手机号: '\u202d+86 192-0000-1234\u202c' }),
    ];
    const report = await bench.run('candidates', [heading, ...rows]);
    expect(report.faults.map(sayFault)).toEqual([]);
    expect(report.doubts?.map(sayFault)).toEqual([
      expect.stringMatching(
        /^第5行B列“姓名”（写的是“孙\u{20bb7}”）：有常用字库没有的字\u{20bb7}（U\+20BB7）/u,
      ),
      expect.stringMatching(
        /^第6行B列“姓名”（写的是“黄\u{323b0}”）：有系统字库都没有的字\u{323b0}（U\+323B0）/u,
      ),
    ]);
    const kept = await bench
      .knex('candidates')
      .where('candidate_number', 'like', '2141019915700%')
      .orderBy('candidate_number');
    expect(
      kept.map((one) => [
        one.name,
        openIdentityNumber(demoCipher, one.identity_number_cipher, one.candidate_number),
        one.born_on,
        one.sex,
      ]),
    ).toEqual([
      ['刘䶮', '410122200301050113', '2003-01-05', 'male'],
      ['古丽米热·艾比布力', '410122200302050123', '2003-02-05', 'female'],
      ['葛优', '410122200303050133', '2003-03-05', 'male'],
      ['孙\u{20bb7}', '410122200304050143', '2003-04-05', 'female'],
      ['黄\u{323b0}', '410122196901070012', '1969-01-07', 'male'],
      ['MARIA GARCÍA', '94172420031204064X', '2003-12-04', 'female'],
      ["JEAN-LUC D'ARTAGNAN", 'FRA410003120512', '2003-12-05', 'male'],
      ['林一凡', '81000020031201061X', '2003-12-01', 'male'],
    ]);
  });

  it('names what can be nobody’s, and a person who is there already under another number', async () => {
    const faults = await bench.faults('candidates', [
      heading,
      line('21410199157011', '张三', '410122189912310696'),
      line('21410199157012', '张三', 'H12345678'),
      line('21410199157013', '张三', '4.10122E+17'),
      line('21410199157014', '张三', '710000200301020315'),
      line('21410199157015', 'John Smith', '410122200301050113'),
      line('21410199157016', 'JEAN LUC', 'FRA410003120513'),
      line('21410199157017', '张三', '410122196901070012', { 手机号: '+852 9123 4567' }),
      line('21410199157018', '张\ue000', '410122200302050123'),
    ]);
    expect(faults).toEqual([
      expect.stringContaining('第2行“证件号码”：应当是含有真实出生日期的号码'),
      expect.stringContaining('不能是来往内地（大陆）通行证或护照的'),
      expect.stringContaining('第4行“证件号码”：表格软件已把它改成了科学计数法'),
      expect.stringContaining('开头的数字不对'),
      expect.stringContaining('第6行“姓名”（写的是“John Smith”）：应当是2-25个汉字'),
      expect.stringContaining('第7行“性别”：没有填写，而旧版外国人永久居留身份证的号码里看不出来'),
      expect.stringContaining('第8行“手机号”：应当是中国内地（大陆）的11位手机号码'),
      expect.stringContaining('第9行“姓名”'),
    ]);
    const [taken = ''] = await bench.faults('candidates', [
      heading,
      line('21410199157019', '张三', '410122196901070012'),
    ]);
    expect(taken).toContain('已属于考生号21410199157005');
  });
});

const shared = path.resolve(__dirname, '../../../../shared/cases');
// The lists that people really bring stand beside the checkout; without them there is nothing to read.
(existsSync(shared) ? describe : describe.skip)('lists as people bring them', () => {
  // Of its own: the people above have numbers of these lists.
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await openImportBench();
  });
  afterAll(() => bench.close());
  const dryRun = (name: string) => bench.run('candidates', path.join(shared, name), { dryRun: true });

  it.each([
    ['09-guarded-numbers-candidates.csv', [7]],
    ['10-rare-characters-candidates-utf8.csv', []],
    ['10-rare-characters-candidates-gb18030.csv', []],
    // The old card of foreigners tells no sex, and the list has no such column; H… and the birth of 1899 are named.
    ['19-other-documents-candidates.csv', [6, 9, 10]],
    ['20-rich-text-candidates.xlsx', []],
    ['21-numbers-as-numbers-candidates.xlsx', [3, 4]],
  ])('%s has faults in rows %j only', async (name, rows) => {
    const { faults } = await dryRun(name);
    expect([...new Set(faults.map(({ row }) => row))]).toEqual(rows);
    expect(faults.map(({ found }) => found).filter((found) => /\d{15}/.test(found))).toEqual([]);
  });

  it('tell of the names that have to be looked at', async () => {
    const { doubts = [] } = await dryRun('10-rare-characters-candidates-utf8.csv');
    expect(doubts.map(({ row, code }) => [row, code])).toEqual([
      [8, 'undrawnCharacter'],
      [9, 'undrawnCharacter'],
    ]);
  });
});
