import { FILE_STATES } from '../../../src/domain/candidates/file-state';
import { presentFileStates } from '../../../src/domain/facts/file-state.presenter';
import { presentQualifications } from '../../../src/domain/facts/qualification.presenter';
import { presentScores } from '../../../src/domain/facts/score.presenter';
import type { CandidateFacts } from '../../../src/rules/pack/rule-pack';
import { candidate, henan } from '../../candidate/printing/samples';

function qualify(kind: string, facts: CandidateFacts): Record<string, string> {
  const groups = presentQualifications({
    pack: henan,
    candidate: { ...candidate, kind, facts },
    maskedIdentityNumber: '410***********123X',
    nameInstitution: (code) => (code === '9920' ? '上海音乐学院' : null),
  });
  return Object.fromEntries(
    groups.flatMap(({ facts: known }) => known.map(({ label, value }) => [label, value])),
  );
}

describe('资格信息', () => {
  it('tells of the registration, the identity number masked', () => {
    expect(qualify('general', {})).toEqual({
      姓名: '赵启航',
      性别: '男',
      民族: '汉族',
      出生日期: '2003年03月08日',
      证件号码: '410***********123X',
      考生号: '21410101151001',
      报名序号: '41010500012',
      考生类别: '普通',
      科类: '理科综合',
      报名县区: '郑州市金水区',
      毕业学校: '河南省实验中学',
      班级: '高三（12）班',
    });
  });

  it('tells of lists, 应届 and 户籍', () => {
    const facts = {
      lists: ['国家专项', '地方专项'],
      freshGraduate: true,
      residenceRural: true,
      married: false,
    };
    const named = { ...facts, residenceCounty: '410225', residenceCountyName: '兰考县' };
    expect(qualify('general', named)).toMatchObject({
      资格名单: '国家专项、地方专项',
      应届往届: '应届',
      户籍类别: '农村',
      婚姻状况: '未婚',
      '户籍所在县（市、区）': '兰考县',
    });
    expect(qualify('general', { lists: [], freshGraduate: false, residenceCounty: '410225' })).toMatchObject({
      资格名单: '无',
      应届往届: '往届',
      '户籍所在县（市、区）': '410225',
    });
  });

  it('tells a defaulter of the cap, and nobody else', () => {
    expect(qualify('general', { defaulter: true }).志愿约定).toContain('最多填报2所院校');
    expect(qualify('general', { defaulter: false })).not.toHaveProperty('志愿约定');
  });

  it('tells artists of 统考 and 校考, with the institution’s name', () => {
    const facts = { artsProvincial: ['音乐'], artsSchoolExams: ['9920:音乐', '9999:音乐'] };
    expect(qualify('arts', facts)).toMatchObject({
      艺术省统考合格类别: '音乐',
      艺术校考合格院校: '音乐（[9920]上海音乐学院）、音乐（[9999]）',
    });
    expect(qualify('arts', { artsProvincial: [], artsSchoolExams: [] })).toMatchObject({
      艺术省统考合格类别: '无',
      艺术校考合格院校: '无',
    });
    expect(qualify('general', { artsProvincial: [] })).not.toHaveProperty('艺术省统考合格类别');
  });

  it('tells of sports, 专业类别 and 报考专业 where they are', () => {
    expect(qualify('sports', { sportsScore: 138 }).体育专业考试).toBe('已参加');
    expect(qualify('sports', {}).体育专业考试).toBe('未参加');
    expect(qualify('vocational', { vocationalCategory: '计算机', registeredMajor: '' })).toMatchObject({
      对口专业类别: '计算机',
    });
    expect(qualify('upgrade', { registeredMajor: '计算机科学与技术' }).专升本报考专业).toBe(
      '计算机科学与技术',
    );
    const plain = qualify('general', { vocationalCategory: '', registeredMajor: '' });
    expect(Object.keys(plain).filter((label) => /对口|专升本|体育/.test(label))).toEqual([]);
  });

  it('tells of the examination of health', () => {
    const facts = { foreignLanguage: '俄语', heightCm: 171, eyesight: 5, colourVision: '色弱' };
    expect(qualify('general', facts)).toMatchObject({
      外语语种: '俄语',
      身高: '171厘米',
      '裸眼视力（较差一只眼）': '5.0',
      色觉: '色弱',
    });
  });
});

describe('成绩信息', () => {
  const list = (facts: CandidateFacts) =>
    presentScores(facts).map(({ heading, facts: known }) => [
      heading,
      known.map(({ label, value }) => `${label} ${value}`),
    ]);

  it('tells of total, rank and subjects', () => {
    expect(list({ totalScore: 552, totalRank: 41436, 'scores.语文': 117, 'scores.数学': 115 })).toEqual([
      ['总成绩', ['总分 552分', '同科类位次 第41436名']],
      ['各科成绩', ['语文 117分', '数学 115分']],
    ]);
  });

  it('tells of art and sport', () => {
    expect(list({ 'artsScores.美术': 241, 'artsScores.播音与主持': 205.5, sportsScore: 0 })).toEqual([
      ['艺术省统考成绩', ['美术 241分', '播音与主持 205.5分']],
      ['体育专业成绩', ['体育专业 0分']],
    ]);
  });

  it('tells of nothing before the scores are known', () => {
    expect(list({ lists: ['国家专项'], totalScore: null })).toEqual([]);
  });
});

describe('档案状态', () => {
  const institution = { code: '1420', name: '陕西师范大学' };
  const changedAt = new Date('2021-07-12T02:00:00Z');

  it.each(FILE_STATES)('has words for %s', (state) => {
    const records = [{ heading: 'undergraduate-1', state, institution, changedAt }];
    const rows = presentFileStates(henan, 'general', records);
    const row = rows.find(({ heading }) => heading === '本科一批');
    expect(row).toMatchObject({
      state,
      institution: '[1420]陕西师范大学',
      changed: '2021年07月12日 10:00:00',
    });
    expect(row?.meaning).not.toBe('');
  });

  it('lists the headings that are open to the kind of candidate, and any that is on record', () => {
    const headings = (kind: string, heading?: string) =>
      presentFileStates(
        henan,
        kind,
        heading === undefined ? [] : [{ heading, state: '自由可投', institution: null, changedAt }],
      ).map((row) => row.heading);
    expect(headings('vocational')).toEqual(['对口']);
    expect(headings('upgrade')).toEqual(['专升本']);
    expect(headings('general')).not.toContain('对口');
    expect(headings('vocational', 'upgrade')).toEqual(['对口', '专升本']);
    expect(headings('vocational', 'gone')).toEqual(['对口']);
  });
});
