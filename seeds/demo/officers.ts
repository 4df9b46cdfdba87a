import type { Knex } from 'knex';
import type { OfficerDraft } from '../../src/domain/officers/officer';
import { insertOfficer } from '../../src/domain/officers/officer.repository';
import type { Cipher } from '../../src/infrastructure/security/cipher';
import { hashOnce } from './hash-once';
import { demoPassword, registrations } from './people/demo-person';

/** A person of the demo's exam offices; the secret of 动态密码 is published, so that anyone can compute it. */
export interface DemoOfficer {
  readonly draft: OfficerDraft;
  /** Base32, 20 bytes. */
  readonly totpSecret: string;
}

/** Where the officers of a demo work. Counties and schools are those at which its people registered. */
export interface DemoOffices {
  readonly province: string;
  readonly city: { readonly code: string; readonly name: string };
  readonly county: { readonly code: string; readonly name: string };
  readonly otherCounty: { readonly code: string; readonly name: string };
  readonly school: { readonly code: string; readonly name: string };
}

export const henanOffices: DemoOffices = {
  province: '河南省招生办公室',
  city: { code: '4101', name: '郑州市招生办公室' },
  county: { code: registrations.zhongmu.countyCode, name: '中牟县招生办公室' },
  otherCounty: { code: registrations.jinshui.countyCode, name: '金水区招生办公室' },
  school: { code: registrations.zhongmu.schoolCode, name: registrations.zhongmu.schoolName },
};

const nowhere = { cityCode: null, countyCode: null, schoolCode: null } as const;
const support = { ...nowhere, placeName: '学信网账号客服中心' };

/** Invented, as everybody in the demo. Two of each role that acts in twos, a second county, and a third reviewer for those who disagree. */
export function listDemoOfficers(offices: DemoOffices): readonly DemoOfficer[] {
  const county = { ...nowhere, countyCode: offices.county.code, placeName: offices.county.name };
  const otherCounty = {
    ...nowhere,
    countyCode: offices.otherCounty.code,
    placeName: offices.otherCounty.name,
  };
  const province = { ...nowhere, placeName: offices.province };
  return [
    {
      draft: { signInName: 'county-1', name: '孙明远', role: 'county', ...county },
      totpSecret: 'ZHIYUANDEMOCOUNTYONENOTREALUSE22',
    },
    {
      draft: { signInName: 'county-2', name: '冯晓岚', role: 'county', ...county },
      totpSecret: 'ZHIYUANDEMOCOUNTYTWONOTREALUSE22',
    },
    {
      draft: { signInName: 'county-3', name: '罗建安', role: 'county', ...otherCounty },
      totpSecret: 'ZHIYUANDEMOCOUNTYTHREENOTREAL222',
    },
    {
      draft: { signInName: 'province-1', name: '梁文博', role: 'province', ...province },
      totpSecret: 'ZHIYUANDEMOPROVINCEONENOTREAL222',
    },
    {
      draft: { signInName: 'province-2', name: '高雅琴', role: 'province', ...province },
      totpSecret: 'ZHIYUANDEMOPROVINCETWONOTREAL222',
    },
    {
      draft: {
        signInName: 'school-1',
        name: '袁知行',
        role: 'school',
        placeName: offices.school.name,
        cityCode: null,
        countyCode: offices.county.code,
        schoolCode: offices.school.code,
      },
      totpSecret: 'ZHIYUANDEMOSCHOOLONENOTREALUSE22',
    },
    {
      draft: {
        ...nowhere,
        signInName: 'city-1',
        name: '谢立群',
        role: 'city',
        placeName: offices.city.name,
        cityCode: offices.city.code,
      },
      totpSecret: 'ZHIYUANDEMOCITYONENOTREALUSE2222',
    },
    {
      draft: { signInName: 'auditor-1', name: '曹慎之', role: 'auditor', ...province },
      totpSecret: 'ZHIYUANDEMOAUDITORONENOTREAL2222',
    },
    {
      draft: { signInName: 'reviewer-1', name: '韩静宜', role: 'reviewer', ...support },
      totpSecret: 'ZHIYUANDEMOREVIEWERONENOTREAL222',
    },
    {
      draft: { signInName: 'reviewer-2', name: '邵文清', role: 'reviewer', ...support },
      totpSecret: 'ZHIYUANDEMOREVIEWERTWONOTREAL222',
    },
    {
      draft: { signInName: 'reviewer-3', name: '温若初', role: 'reviewer', ...support },
      totpSecret: 'ZHIYUANDEMOREVIEWERTHREENOTREAL2',
    },
  ];
}

/** Those of a bare start. */
export const demoOfficers = listDemoOfficers(henanOffices);

/** Fills a demo that has no officers. */
export async function seedDemoOfficers(db: Knex, cipher: Cipher, offices: DemoOffices): Promise<void> {
  if ((await db('officers').first('id')) !== undefined) return;
  const passwordHash = await hashOnce(demoPassword);
  await db.transaction(async (transaction) => {
    for (const { draft, totpSecret } of listDemoOfficers(offices)) {
      const id = await insertOfficer(transaction, draft, null);
      if (id === null) throw new Error(`${draft.signInName} is there already`);
      await transaction('officers')
        .where({ id })
        .update({
          password_hash: passwordHash,
          password_changed_at: db.fn.now(),
          totp_secret_cipher: cipher.encrypt(totpSecret, { column: 'officers.totp_secret', row: id }),
        });
    }
  });
}
