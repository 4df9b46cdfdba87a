import { contentDisposition } from '../../../src/infrastructure/http/file-name';
import { maskIdentityNumber } from '../../../src/rules/identity/masking';
import {
  candidate,
  emptySlot,
  formOf,
  fullBody,
  planDetails,
  section,
  slot,
} from '../../candidate/printing/samples';

const bodyWith = (slots: Parameters<typeof section>[0], changes = {}) => ({
  ...fullBody,
  sections: [section(slots, changes)],
});

const factsOf = (form: ReturnType<typeof formOf>) =>
  Object.fromEntries(form.facts.flat().map(({ label, value }) => [label, value]));

describe('证件号码 on paper', () => {
  it.each([
    ['41010520030308123X', '410***********123X'],
    ['410105030308123', '410********8123'],
    ['K12345678', '*******78'],
    ['12', '12'],
    ['', ''],
  ])('%s is printed as %s', (number, printed) => {
    expect(maskIdentityNumber(number)).toBe(printed);
  });

  it('stands nowhere in the form in full', () => {
    expect(JSON.stringify(formOf(fullBody))).not.toContain('41010520030308123X');
  });
});

describe('the printed form', () => {
  it('says who, what, when and by which 校验值', () => {
    const form = formOf(fullBody);
    expect(form.title).toBe('2021年河南省普通高校招生志愿表');
    expect(form.batch).toBe('本科二批');
    expect(form.platform).toBe('河南省普通高校招生考生服务平台');
    expect(factsOf(form)).toEqual({
      姓名: '赵启航',
      性别: '男',
      考生号: '21410101151001',
      考生类别: '普通',
      科类: '理科综合',
      证件号码: '410***********123X',
      报名县区: '郑州市金水区',
      班级: '高三（12）班',
      报名序号: '41010500012',
      毕业学校: '河南省实验中学',
      保存时间: '第2次保存　2021年06月27日 10:01:41　检查点3141592·FE14 010B 4FE8 3303（06月29日 00:30）',
      校验值: expect.stringMatching(/^([0-9A-F]{4} ){15}[0-9A-F]{4}$/),
    });
    expect(form.printed).toBe('打印时间：2021年06月29日 00:30:05');
    expect(form.owner).toBe('赵启航　21410101151001');
  });

  it('prints a dash where nothing is known', () => {
    const form = formOf(fullBody, { candidate: { ...candidate, schoolName: '', className: '' } });
    expect(factsOf(form)).toMatchObject({ 毕业学校: '—', 班级: '—' });
  });

  it('prints a kind and 科类 that the pack does not name by their codes', () => {
    const form = formOf(fullBody, { candidate: { ...candidate, kind: 'guest', track: 'Z' } });
    expect(factsOf(form)).toMatchObject({ 考生类别: 'guest', 科类: 'Z' });
  });

  it.each([
    ['demo' as const, ['模拟演练，不具有真实效力'], '本次模拟演练不需要签字'],
    ['drill' as const, ['模拟演练，不具有真实效力'], '本次模拟演练不需要签字'],
    ['live' as const, [], ''],
  ])('warns in %s', (environment, warnings, signatureNote) => {
    expect(formOf(fullBody, { environment })).toMatchObject({ environment, warnings, signatureNote });
  });

  it('says that a version is no longer what counts', () => {
    expect(formOf(fullBody, { inForce: false }).warnings).toEqual([
      '本表是以前的保存记录，不是当前有效的志愿',
    ]);
  });
});

describe('a slot on paper', () => {
  const print = (...given: Parameters<typeof bodyWith>) => formOf(bodyWith(...given)).sections[0]?.slots[0];

  it('names each code, and 未填报 where a 专业 was left empty', () => {
    expect(print([slot('平行志愿1', 1, 1, 2)])).toEqual({
      label: '平行志愿1',
      empty: false,
      institution: '[1001]第1大学',
      detail: '',
      group: '',
      majors: [
        { label: '专业1', text: '[01]专门学1之1', detail: '', empty: false },
        { label: '专业2', text: '未填报', detail: '', empty: true },
      ],
      adjustment: '同意',
    });
  });

  it('says 未填报 once in each column of an empty slot', () => {
    expect(print([emptySlot('平行志愿1', 5)])).toEqual({
      label: '平行志愿1',
      empty: true,
      institution: '未填报',
      detail: '',
      group: '',
      majors: [{ label: '', text: '未填报', detail: '', empty: true }],
      adjustment: '未填报',
    });
  });

  it('prints what the plan says beside what was saved, and where it comes from', () => {
    const form = formOf(bodyWith([slot('平行志愿1', 1, 1, 2)]), { details: planDetails });
    expect(form.sections[0]?.slots[0]).toMatchObject({
      institution: '[1001]第1大学',
      detail: '郑州',
      majors: [
        { text: '[01]专门学1之1', detail: '中外合作；24800元/年；办学地点：龙子湖校区' },
        { text: '未填报', detail: '' },
      ],
    });
    expect(form.planNote).toContain('小字为打印时招生计划中的');
    expect(formOf(bodyWith([slot('平行志愿1', 1, 1, 2)])).planNote).toBe('');
  });

  it('prints 不同意', () => {
    expect(print([{ ...slot('平行志愿1', 1, 1, 2), adjustment: 'refuse' }])?.adjustment).toBe('不同意');
  });

  it('prints no 专业调剂 where the section has none, and no number where there is one 专业', () => {
    const printed = print([slot('志愿1', 1, 1, 1)], { hasAdjustment: false });
    expect(printed).toMatchObject({ adjustment: '', majors: [{ label: '' }] });
  });

  it('prints 专业组 and 岗位', () => {
    const printed = print([{ ...slot('院校专业组1', 1, 1, 1), group: '03', posts: ['07'] }]);
    expect(printed).toMatchObject({
      group: '专业组 03',
      majors: [{ text: '[01]专门学1之1（岗位 07）' }],
    });
  });

  it('has no column of 专业 where a layout has none', () => {
    const [printed] = formOf(bodyWith([slot('平行志愿1', 1, 0, 0), emptySlot('平行志愿2', 0)])).sections;
    expect(printed?.hasMajors).toBe(false);
    expect(printed?.slots.map(({ majors }) => majors)).toEqual([[], []]);
  });
});

describe('the name of the file', () => {
  const extended = (header: string) => decodeURIComponent(header.split("filename*=UTF-8''")[1] ?? '');

  it('is Chinese, with one in ASCII beside it', () => {
    const name = '志愿表-艺术本科A段(美术和书法类)-第2次保存';
    const header = contentDisposition(name, 'zhiyuan-arts-a-fine-2', 'pdf');
    expect(header).toMatch(/^attachment; filename="zhiyuan-arts-a-fine-2.pdf"; filename\*=UTF-8''[\w%.-]+$/);
    expect(extended(header)).toBe(`${name}.pdf`);
  });

  it('holds nothing that ends the header or names a folder', () => {
    const header = contentDisposition('甲/乙\\丙"\r\n丁', 'a"b\r\n/../c', 'pdf');
    expect(header).toMatch(/^[\x20-\x7e]+$/);
    expect(header).toContain('filename="a_b___.._c.pdf"');
    expect(extended(header)).toBe('甲_乙_丙___丁.pdf');
  });
});
