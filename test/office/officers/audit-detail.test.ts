import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { detailNames, presentAuditDetail } from '../../../src/office/officers/audit-detail.presenter';

const names = {
  batches: new Map([
    ['early-other', '提前批其他'],
    ['undergraduate-1', '本科一批'],
  ]),
  others: new Map([['arts', '艺术']]),
  places: new Map([
    ['410122', '中牟县'],
    ['4101220101', '中牟县第一高级中学'],
  ]),
  officers: new Map([['7', '王敏']]),
};

describe('the detail of an audit entry', () => {
  it.each([
    [{ by: 'number', found: 1 }, '查找方式：考生号，找到：1'],
    [{ batch: 'early-other', early: true, present: false }, '批次：提前批其他，截止前：是，本人到场：否'],
    [{ school: '', class: '三（1）班', missing: null }, '班级：三（1）班'],
    [{ purpose: 'totp', requestedBy: 7 }, '业务：动态密码解除绑定，申请人：王敏'],
    [{ requestedBy: 'officer 7', concerned: 3 }, '申请人：王敏，涉及项数：3'],
    [{ requestedBy: 'operator' }, '申请人：运维人员'],
    [{ county: '410122', school: '4101220101' }, '县区：中牟县，学校：中牟县第一高级中学'],
    [{ scope: 'candidateKind arts' }, '范围：艺术考生'],
    [
      { before: 'province 2021年06月26日 08:00:00-2021年06月28日 18:00:00; county 410122 2021年06月26日' },
      '原来：全省 2021年06月26日 08:00:00-2021年06月28日 18:00:00; 中牟县 2021年06月26日',
    ],
    [{ kind: 'plans', fileName: '计划.xlsx' }, '种类：招生计划，文件：计划.xlsx'],
    [{ codes: [{ code: 'unknown' }], unheard: 3 }, '原因：[{"code":"unknown"}]，没有回复：3'],
    [{ as: 'page' }, '形式：页面'],
    [{ rate: 'default' }, '每秒放行人数：按服务器的设置'],
    [{}, ''],
  ])('says %j as %s', (detail, said) => {
    expect(presentAuditDetail(detail, names)).toBe(said);
  });

  it('has a name for every field that an act writes down', () => {
    const files = execFileSync('git', ['ls-files', 'src'], { encoding: 'utf8' }).trim().split('\n');
    const written = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(file, 'utf8'))
      .filter((text) => /auditOfficer\(|auditAct\(|insertAuditEntry\(/.test(text))
      .flatMap((text) => [...text.matchAll(/\bdetail: \{([^{}]*)\}/g)].map(([, body = '']) => body))
      .flatMap((body) => body.split(/,(?![^(]*\))/))
      .flatMap((part) => /^\s*(\w+)\s*(?::|$)/.exec(part)?.[1] ?? []);
    expect(written.length).toBeGreaterThan(40);
    expect([...new Set(written)].filter((key) => detailNames[key] === undefined)).toEqual([]);
  });
});
