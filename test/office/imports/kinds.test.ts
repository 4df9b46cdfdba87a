import { findCandidate } from '../../../src/domain/candidates/candidate.repository';
import { openIdentityNumber, openPhone } from '../../../src/domain/candidates/sealed-values';
import { listInstitutions, listPlanEntries } from '../../../src/domain/enrolment-plan/plan.repository';
import { computeCheckCharacter } from '../../../src/rules/identity/citizen-number';
import { peopleHeading } from './people';
import { demoCipher, type ImportBench, openImportBench } from './run';

const YEAR = 2021;
let bench: ImportBench;
beforeAll(async () => {
  bench = await openImportBench();
});
afterAll(() => bench.close());

const factsOf = async (number: string) => {
  const row = await bench.knex('candidates').where({ candidate_number: number }).first('facts');
  return row.facts;
};
const version = async () => Number((await bench.knex('reference_versions').first('version')).version);

describe('plans', () => {
  const heading = [
    '批次',
    '科类',
    '院校代号',
    '专业代号',
    '专业名称',
    '计划数',
    '学费',
    '学制',
    '类别',
    '性别要求',
    '限制条件',
  ];
  const row = (...cells: string[]) => [...cells, ...Array(heading.length - cells.length).fill('')];
  const plan = () => listPlanEntries(bench.knex, YEAR);

  it('replace the batches that the file names, in its order, and leave the others alone', async () => {
    const before = await plan();
    const [code = ''] = (await listInstitutions(bench.knex, YEAR)).map((one) => one.code);
    const others = before.filter(({ batch }) => batch !== 'local-special');
    const old = await version();
    const report = await bench.run('plans', [
      heading,
      row('地方专项计划本科批', '5', code, '02', '金融学', '3', '4400元/年', '四年', '普通', '男'),
      row('local-special', '文科综合、理科综合', code, '1', '会计学', '0', '免费', '4'),
    ]);
    expect(report).toMatchObject({ written: true, rows: 2, repaired: 1 });
    expect(report.counts.removed).toBe(before.length - others.length);
    const now = await plan();
    expect(now.filter(({ batch }) => batch !== 'local-special')).toEqual(others);
    expect(now.slice(others.length)).toMatchObject([
      {
        tracks: ['5'],
        major: '02',
        tuitionYuan: 4400,
        lengthYears: 4,
        category: '',
        planType: 'ordinary',
        restrictions: [{ field: 'sex', operator: 'equals', value: 'male', severity: 'block' }],
      },
      { tracks: ['1', '5'], major: '01', quota: 0, tuitionYuan: 0 },
    ]);
    expect(await version()).toBeGreaterThan(old);
  });

  it('that are there already change nothing, not even the version of the reference data', async () => {
    const rows = (await plan()).filter(({ batch }) => batch === 'local-special');
    const lines = rows.map((one) =>
      row(
        '地方专项计划本科批',
        one.tracks.join('、'),
        one.institution,
        one.major,
        one.majorName,
        String(one.quota),
        String(one.tuitionYuan),
        '4',
        '',
        one.major === '02' ? '男' : '',
      ),
    );
    const old = await version();
    const report = await bench.run('plans', [heading, ...lines]);
    expect(report.counts).toEqual({ added: 0, changed: 0, unchanged: 2, removed: 0, kept: 0 });
    expect(await version()).toBe(old);
  });

  it('name every fault of a row', async () => {
    const [code = ''] = (await listInstitutions(bench.knex, YEAR)).map((one) => one.code);
    const good = ['地方专项计划本科批', '5', code, '02', '金融学', '3'];
    const faults = await bench.faults('plans', [
      heading,
      row(...good),
      row(...good),
      row('本科七批', '7', '9', 'A1!', '', '多'),
      row('专升本', 'B', code, '01', '护理学', '3'),
      row('对口生本科', 'A', code, '01', '护理学', '3'),
      [...row(...good.slice(0, 3), '03', '法学', '1').slice(0, -1), '{"field":1}'],
      [...row(...good.slice(0, 3), '04', '法学', '1'), '多出的一格'],
    ]);
    expect(faults).toEqual([
      '第3行“专业代号”（写的是“02”）：与第2行重复',
      expect.stringMatching(/^第4行“批次”（写的是“本科七批”）：应当是下列之一：/),
      expect.stringMatching(/^第4行“院校代号”（写的是“9”）：应当是4位数字，可能丢了前面的零/),
      expect.stringMatching(/^第4行“科类”（写的是“7”）：应当是下列之一：/),
      '第4行“专业代号”（写的是“A1!”）：应当是2位数字或大写字母',
      '第4行“专业名称”：没有填写',
      '第4行“计划数”（写的是“多”）：应当是0到99999的整数',
      '第5行“专业代号”（写的是“01”）：专升本不填这一项',
      '第5–6行（共2行）“限报类别”：没有填写',
      '第7行“限制条件”（写的是“{"field":1}”）：应当是条件的JSON列表',
      '第8行“整行”：这一行的格数比表头多。请检查是否多了分隔符',
    ]);
  });
});

describe('institutions', () => {
  it('replace the list of the year, but for those that the plan needs', async () => {
    const before = await listInstitutions(bench.knex, YEAR);
    const [first] = before;
    if (first === undefined) throw new Error('the demo has no institutions');
    const table = [
      ['院校代号', '院校名称', '省市', '通讯地址', '网址'],
      [
        String(Number(first.code)),
        first.name,
        first.province,
        `${first.province}${first.city}某路1号`,
        'http://a.cn/',
      ],
      ['9998', '新学院', '河南省', '河南省郑州市金水区1号', ''],
    ];
    const report = await bench.run('institutions', table);
    expect(report).toMatchObject({ written: true, ignored: ['网址'], repaired: 1, counts: { added: 1 } });
    expect(report.counts.kept + report.counts.removed).toBe(before.length - 1);
    const now = await listInstitutions(bench.knex, YEAR);
    expect(now.find(({ code }) => code === '9998')).toEqual({
      code: '9998',
      name: '新学院',
      province: '河南省',
      ...{ ownership: '', schoolType: '' },
      city: '郑州市',
    });
    const again = await bench.run('institutions', table);
    expect(again.counts).toMatchObject({ added: 0, changed: 0, unchanged: 2, removed: 0 });
  });

  it('refuse a code that the put back zeros would make a second time', async () => {
    expect(
      await bench.faults('institutions', [
        ['院校代号', '院校名称', '省市'],
        ['0001', '甲大学', '北京市'],
        ['1', '乙大学', '北京市'],
      ]),
    ).toEqual(['第3行“院校代号”（写的是“0001”）：与第2行重复']);
  });
});

/** 证件号码 of somebody born on a day, by a sequence of three digits. */
const identity = (born: string, sequence: string) => {
  const digits = `410122${born}${sequence}`;
  return digits + computeCheckCharacter(digits);
};

const heading = [...peopleHeading, '手机号', '应往届', '户籍类别'];
const line = (changes: Readonly<Record<string, string>> = {}) => {
  const usual: Readonly<Record<string, string>> = {
    考生号: '21410101150001',
    姓名: '郑新生',
    证件号码: identity('20030501', '001'),
    民族: '汉族',
    考生类别: '普通类',
    科类: '理科综合',
    县区代码: '410122',
    县区名称: '中牟县',
    学校代码: '1010101',
    学校名称: '中牟县雁湖高级中学',
    班级: '高三(5)班',
    报名序号: '010100901',
    手机号: '13900000001',
    应往届: '应届',
    户籍类别: '农村',
  };
  return heading.map((name) => ({ ...usual, ...changes })[name] ?? '');
};

describe('candidates', () => {
  it('are added with what is encrypted encrypted, no password and the facts of somebody on no list', async () => {
    const report = await bench.run('candidates', [heading, line()]);
    expect(report).toMatchObject({
      written: true,
      counts: { added: 1, changed: 0, unchanged: 0, removed: 0 },
    });
    const row = await bench.knex('candidates').where({ candidate_number: '21410101150001' }).first();
    expect(row).toMatchObject({
      sex: 'male',
      born_on: '2003-05-01',
      ethnicity: '汉',
      school_code: '01010101',
    });
    expect(openIdentityNumber(demoCipher, row.identity_number_cipher, row.candidate_number)).toBe(
      identity('20030501', '001'),
    );
    expect(openPhone(demoCipher, row.phone_cipher, row.candidate_number)).toBe('13900000001');
    expect(row.phone_bound_at).toBeInstanceOf(Date);
    expect(row.facts).toMatchObject({
      lists: [],
      defaulter: false,
      freshGraduate: true,
      residenceRural: true,
    });
    const credential = await bench.knex('credentials').where({ candidate_id: row.id }).first();
    expect(credential).toMatchObject({ password_hash: null, first_secret_hash: null });
  });

  it('are changed where the file differs: facts it has columns for, and never the phone', async () => {
    await bench
      .knex('candidates')
      .where({ candidate_number: '21410101150001' })
      .update({
        facts: JSON.stringify({ ...(await factsOf('21410101150001')), lists: ['国家专项'], totalScore: 600 }),
      });
    const changes = { 姓名: '郑新声', 手机号: '13900000002', 户籍类别: '' };
    const report = await bench.run('candidates', [heading, line(changes)]);
    expect(report.counts).toMatchObject({ added: 0, changed: 1 });
    const row = await bench.knex('candidates').where({ candidate_number: '21410101150001' }).first();
    expect(row.name).toBe('郑新声');
    expect(openPhone(demoCipher, row.phone_cipher, row.candidate_number)).toBe('13900000001');
    expect(row.facts).toMatchObject({ lists: ['国家专项'], totalScore: 600, freshGraduate: true });
    expect(row.facts).not.toHaveProperty('residenceRural');
    const again = await bench.run('candidates', [heading, line(changes)]);
    expect(again.counts).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
    const found = await findCandidate(bench.knex, row.id);
    expect(found?.fileState).toBe('自由可投');
  });

  it('never repeat what is encrypted where it was typed into another column', async () => {
    const own = identity('20030504', '007');
    const slips: readonly (readonly [string, string])[] = [
      ['科类', own],
      ['民族', '13900000001'],
      ['县区代码', own],
      ['考生号', own],
    ];
    for (const [column, value] of slips) {
      const faults = await bench.faults('candidates', [
        heading,
        line({ 考生号: '21410101150009', [column]: value }),
      ]);
      expect([column, faults.length > 0, faults.join().includes(value)]).toEqual([column, true, false]);
    }
  });

  it('name every fault, and never repeat what is encrypted', async () => {
    const other = { 考生号: '21410101150002', 证件号码: identity('20030502', '003'), 手机号: '' };
    const demo = await bench.knex('candidates').where({ candidate_number: '21410101151001' }).first();
    const taken = openIdentityNumber(demoCipher, demo.identity_number_cipher, demo.candidate_number);
    const faults = await bench.faults('candidates', [
      heading,
      line(other),
      line({ ...other, 证件号码: identity('20030503', '005') }),
      line({ 考生号: '21410101150003', 证件号码: taken, 手机号: '15900000845' }),
      line({ ...other, 考生号: '2141010115', 证件号码: '410122200307099840' }),
      line({ ...other, 考生号: '20410101150009' }),
      line({ ...other, 考生号: '21320101150009', 证件号码: identity('20030504', '007') }),
      line({ ...other, 考生号: '21410102150009', 学校代码: '01010101' }),
      line({ ...other, 考生号: '21410101110009' }),
      line({ ...other, 考生号: '21410101150009', 考生类别: '军人', 手机号: '123', 民族: '' }),
    ]);
    expect(faults).toEqual([
      '第3行“考生号”（写的是“21410101150002”）：与第2行重复',
      '第4行“证件号码”：已属于考生号21410101151001',
      '第4行“手机号”：已属于考生号21410101151001',
      '第5行“考生号”（写的是“2141010115”）：应当是14位数字',
      '第5行“证件号码”：校验位不对，请核对证件号码',
      '第6行“考生号”（写的是“20410101150009”）：与年度2021不符',
      '第7行“考生号”（写的是“21320101150009”）：与县区代码不符',
      '第8行“考生号”（写的是“21410102150009”）：与学校代码不符',
      '第9行“考生号”（写的是“21410101110009”）：与科类不符',
      expect.stringMatching(/^第10行“手机号”：应当是11位手机号码/),
      '第10行“民族”：没有填写',
      expect.stringMatching(/^第10行“考生类别”（写的是“军人”）：应当是下列之一：普通、/),
    ]);
  });

  it('must agree with their 证件号码', async () => {
    const file = [
      [...heading, '性别', '出生日期'],
      [...line(), '女', '2003-05-02'],
    ];
    expect(await bench.faults('candidates', file)).toEqual([
      '第2行“性别”（写的是“女”）：与证件号码不符',
      '第2行“出生日期”（写的是“2003-05-02”）：与证件号码不符',
    ]);
  });
});

const known = '21410101151001';

describe('qualifications', () => {
  it('make the file the whole of the lists that it names', async () => {
    const table = [
      ['考生号', '姓名', '资格名单'],
      [known, '周行远', '国家专项'],
      ['21410101150001', '', '国家专项'],
      [known, '周行远', '高校专项'],
    ];
    const report = await bench.run('qualifications', table);
    expect(report).toMatchObject({ written: true, counts: { added: 2, unchanged: 1, removed: 2 } });
    expect(await factsOf(known)).toMatchObject({ lists: ['招飞合格', '国家专项', '高校专项'] });
    expect((await factsOf('21410101111002')).lists).toEqual(['地方专项']);
    expect((await bench.run('qualifications', table)).counts).toMatchObject({
      added: 0,
      unchanged: 3,
      removed: 0,
    });
  });

  it('name who is not there, is called otherwise, is there twice, and lists that nothing asks for', async () => {
    expect(
      await bench.faults('qualifications', [
        ['考生号', '姓名', '资格名单'],
        ['21410101159999', '', '国家专项'],
        [known, '周行近', '国家专项'],
        [known, '', '国家专项'],
        [known, '', '国家专業'],
      ]),
    ).toEqual([
      '第2行“考生号”（写的是“21410101159999”）：考生名册里没有这个考生号',
      '第3行“姓名”（写的是“周行近”）：与考生名册里的姓名“周行远”不符',
      '第4行“考生号”（写的是“21410101151001”）：与第3行重复',
      expect.stringMatching(/^第5行“资格名单”（写的是“国家专業”）：应当是下列之一：/),
    ]);
  });
});

describe('scores', () => {
  it('replace what the file has columns for, and leave nobody else changed', async () => {
    const before = await factsOf('21410101111002');
    const table = [
      ['考生号', '总分', '位次', '语文', '外语成绩', '美术统考', '统考合格类别', '校考合格'],
      [known, '612.5', '20341', '120', '', '', '美术类、书法', '9920:音乐'],
    ];
    const report = await bench.run('scores', table);
    expect(report).toMatchObject({ written: true, counts: { added: 0, changed: 1 } });
    const facts = await factsOf(known);
    expect(facts).toMatchObject({
      totalScore: 612.5,
      totalRank: 20341,
      'scores.语文': 120,
      'scores.数学': 121,
      artsProvincial: ['美术', '书法'],
      artsSchoolExams: ['9920:音乐'],
    });
    expect(facts).not.toHaveProperty('scores.外语');
    expect(await factsOf('21410101111002')).toEqual(before);
    expect((await bench.run('scores', table)).counts).toMatchObject({ changed: 0, unchanged: 1 });
    expect(
      await bench.faults('scores', [
        ['考生号', '总分', '位次'],
        [known, '九百', '0'],
      ]),
    ).toEqual([
      expect.stringContaining('“总分”（写的是“九百”）：应当是0到1000'),
      expect.stringContaining('“位次”（写的是“0”）：应当是1到9999999的整数'),
    ]);
  });
});

describe('evaluations', () => {
  it('are added, or changed where candidate, kind, day and author are the same', async () => {
    const table = (body: string) => [
      ['考生号', '类别', '日期', '单位', '内容'],
      [known, '诚信档案', '44531', '中牟县招生办公室', body],
    ];
    expect((await bench.run('evaluations', table('诚信应考。\n没有违规。'))).counts).toMatchObject({
      added: 1,
    });
    expect((await bench.run('evaluations', table('诚信应考。'))).counts).toMatchObject({
      added: 0,
      changed: 1,
    });
    expect((await bench.run('evaluations', table('诚信应考。'))).counts).toMatchObject({
      changed: 0,
      unchanged: 1,
    });
    const rows = await bench
      .knex('evaluations')
      .where({ kind: 'integrity', recorded_by: '中牟县招生办公室', body: '诚信应考。' });
    expect(rows).toMatchObject([{ recorded_on: '2021-12-01' }]);
  });
});

describe('statistics', () => {
  const columns = [
    '院校代号',
    '院校名称',
    '年度',
    '批次',
    '科类',
    '计划数',
    '录取数',
    '最高分',
    '平均分',
    '最低分',
    '最高位次',
    '平均分位次',
    '最低位次',
  ];

  it('are added or changed, and the institution bears the name of its newest year', async () => {
    const table = [
      columns,
      [
        '9997',
        '新学院(旧名)',
        '2017',
        '本科一批',
        '理科综合',
        '10',
        '10',
        '600',
        '590.5',
        '580',
        '9000',
        '10000',
        '12000',
      ],
      ['9997', '新学院', '2018', '本科一批', '理科综合', '10', '0', '', '', '', '', '', ''],
    ];
    const first = await bench.run('statistics', table);
    expect(first).toMatchObject({ written: true, counts: { added: 2 } });
    expect((await bench.run('statistics', table)).counts).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 2,
    });
    expect(await bench.knex('admission_institutions').where({ code: '9997' }).first()).toMatchObject({
      name: '新学院',
    });
  });

  it('are kept by 专业组 and 专业 of any number of years, the lowest alone being enough', async () => {
    const heading = ['院校代号', '院校名称', '年度', '批次', '科类', '专业组代号', '选科要求'].concat([
      '专业代号',
      '专业名称',
      '最低分',
      '最低位次',
    ]);
    const row = (year: string, ...cells: string[]) => ['9996', '某学院', year, '本科批', '物理类', ...cells];
    const table = [
      heading,
      row('2020', '第101专业组', '化学,生物学(2科必选)', '', '', '514', '60211'),
      row('2020', '101', '', '14', '会计学', '520', ''),
      row('2020', '101', '', '15', '法学', '', '58000'),
      row('2019', '', '', '14', '会计学', '519', ''),
      ...Array.from({ length: 12 }, (_none, index) =>
        row(String(2007 + index), '102', '', '', '', '500', ''),
      ),
    ];
    const report = await bench.run('statistics', table);
    expect([report.faults, report.counts.added]).toEqual([[], 16]);
    expect((await bench.run('statistics', table)).counts).toMatchObject({ changed: 0, unchanged: 16 });
    const stored = await bench
      .knex('admission_statistics')
      .where({ institution_code: '9996', year: 2020 })
      .orderBy('major_code');
    expect(stored).toMatchObject([
      {
        group_code: '101',
        requirement: '化学和生物学',
        planned: null,
        lowest_score: 514,
        lowest_rank: 60211,
      },
      { major_code: '14', major_name: '会计学', lowest_rank: null },
      { major_code: '15', lowest_score: null, lowest_rank: 58000 },
    ]);
    expect(await bench.faults('statistics', [heading, row('2018', '103', '', '', '', '', '')])).toEqual([
      '第2行“最低分”：没有填写',
    ]);
  });

  it('are refused where scores are out of order, and where a short code is not known', async () => {
    const start = ['9997', '新学院', '2019', '本科一批', '理科综合', '10', '10'];
    expect(
      await bench.faults('statistics', [
        columns,
        [...start, '600', '590', '591', '', '', ''],
        ['12', ...start.slice(1), '', '', '', '', '', ''],
      ]),
    ).toEqual([
      expect.stringMatching(/^第2行“最低分”（写的是“591”）：最高、平均、最低三项/),
      expect.stringMatching(/^第3行“院校代号”（写的是“12”）：应当是4位数字，可能丢了前面的零/),
    ]);
  });
});

describe('file states', () => {
  it('are put in the table that the rules read', async () => {
    const [{ code = '', name = '' } = {}] = await listInstitutions(bench.knex, YEAR);
    const table = [
      ['考生号', '批次', '档案状态', '院校代号', '时间'],
      [known, '本科一批', '录取', code, '2021-07-20 15:30'],
      [known, '本科提前批', '自由可投', '', ''],
    ];
    expect(await bench.run('fileStates', table)).toMatchObject({
      written: true,
      counts: { added: 1, unchanged: 1 },
    });
    const { id } = await bench.knex('candidates').where({ candidate_number: known }).first('id');
    const stored = await bench
      .knex('candidate_file_states')
      .where({ candidate_id: id, heading_code: 'undergraduate-1' })
      .first();
    expect(stored).toMatchObject({ institution_name: name, changed_at: new Date('2021-07-20T07:30:00Z') });
    expect((await findCandidate(bench.knex, id))?.fileState).toBe('录取');
    expect(
      await bench.faults('fileStates', [
        ['考生号', '批次', '档案状态', '院校代号'],
        [known, '本科一批', '录取', ''],
        [known, '本科二批', '自由可投', code],
        [known, '本科三批', '丢失', ''],
      ]),
    ).toEqual([
      '第2、4行（共2行）“院校代号”：没有填写',
      `第3行“院校代号”（写的是“${code}”）：自由可投不填这一项`,
      expect.stringMatching(/^第4行“档案状态”/),
      expect.stringMatching(/^第4行“批次”/),
    ]);
  });
});

describe('officers', () => {
  const heading = ['登录名', '姓名', '角色', '单位', '市', '县区', '学校'];

  it('are made without a password, their places known by name or code, and corrected by name alone', async () => {
    const rows = [
      ['list-county', '钱学礼', '县招办', '中牟县招生办公室', '', '中牟县', ''],
      ['LIST-city', '吴文清', '市招办', '郑州市招生考试中心', '4101', '', ''],
      ['list-school', '孙有道', '学校', '雁湖高级中学', '郑州市', '410122', '01010101'],
    ];
    const report = await bench.run('officers', [heading, ...rows], { consent: null });
    expect(report).toMatchObject({ written: true, counts: { added: 3, changed: 0 } });
    const made = await bench.knex('officers').where('sign_in_name', 'like', 'list-%').orderBy('id');
    expect(made).toMatchObject([
      {
        role: 'county',
        county_code: '410122',
        city_code: null,
        password_hash: null,
        first_secret_hash: null,
      },
      { sign_in_name: 'list-city', role: 'city', city_code: '4101' },
      { role: 'school', county_code: '410122', school_code: '01010101', city_code: null },
    ]);
    const renamed = ['list-county', '钱学义', '县招办', '中牟县招生办公室', '', '410122', ''];
    expect(await bench.run('officers', [heading, renamed])).toMatchObject({
      written: true,
      counts: { added: 0, changed: 1, removed: 0 },
    });
  });

  it('are refused where they would be of the province, elsewhere, or another account', async () => {
    expect(
      await bench.faults('officers', [
        heading,
        ['list-a', '钱学礼', '省招办', '省招办', '', '', ''],
        ['1', '李', '县招办', '中牟县招生办公室', '', '中牟', ''],
        ['list-county', '钱学义', '市招办', '郑州市招生考试中心', '4101', '', ''],
        ['list-b', '赵有道', '县招办', '中牟县招生办公室', '', '410122', '01010101'],
        ['list-c', '赵有道', '县招办', '中牟县招生办公室', '', '410122', ''],
        ['list-c', '赵有道', '县招办', '中牟县招生办公室', '', '410122', ''],
      ]),
    ).toEqual(
      [
        '第2行“角色”（写的是“省招办”）：应当是下列之一：市招办、县（市、区）招办、学校',
        '第3行“县区”（写的是“中牟”）：没有这一项',
        '第3行“登录名”（写的是“1”）：应当是3-30位小写字母',
        '第3行“姓名”（写的是“李”）',
        '第4行“登录名”（写的是“list-county”）：已是另一账号（钱学义，中牟县招生办公室）',
        '第5行“学校”（写的是“01010101”）：县（市、区）招办不填这一项',
        '第7行“登录名”（写的是“list-c”）：与第6行重复',
      ].map((said) => expect.stringContaining(said)),
    );
  });
});
