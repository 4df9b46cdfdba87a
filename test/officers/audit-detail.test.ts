import { presentAuditDetail } from '../../src/officers/audit-detail.presenter';

describe('the detail of an audit entry', () => {
  it.each([
    [{ by: 'number', found: 1 }, '查找方式：考生号，找到：1'],
    [{ batch: 'early-other', early: true, present: false }, '批次：early-other，截止前：是，本人到场：否'],
    [{ school: '', class: '三（1）班', missing: null }, '班级：三（1）班'],
    [{ codes: [{ code: 'unknown' }], unheard: 3 }, '原因：[{"code":"unknown"}]，unheard：3'],
    [{}, ''],
  ])('says %j as %s', (detail, said) => {
    expect(presentAuditDetail(detail)).toBe(said);
  });
});
