import bcrypt from 'bcrypt';
import type { Knex } from 'knex';
import type { OfficerDraft } from '../../src/domain/officers/officer';
import type { Cipher } from '../../src/infrastructure/security/cipher';
import { demoPassword, registrations } from './people/demo-person';

/** A person of the demo's exam offices; the secret of 动态密码 is published, so that anyone can compute it. */
export interface DemoOfficer {
  readonly draft: OfficerDraft;
  /** Base32, 20 bytes. */
  readonly totpSecret: string;
}

const nowhere = { cityCode: null, countyCode: null, schoolCode: null } as const;
const zhongmu = { ...nowhere, countyCode: registrations.zhongmu.countyCode, placeName: '中牟县招生办公室' };
const jinshui = { ...nowhere, countyCode: registrations.jinshui.countyCode, placeName: '金水区招生办公室' };
const support = { ...nowhere, placeName: '学信网账号客服中心' };
const province = { ...nowhere, placeName: '河南省招生办公室' };

/** Invented, as everybody in the demo. Two of each role that acts in twos, a second county, and a third reviewer for those who disagree. */
export const demoOfficers: readonly DemoOfficer[] = [
  {
    draft: { signInName: 'county-1', name: '孙明远', role: 'county', ...zhongmu },
    totpSecret: 'ZHIYUANDEMOCOUNTYONENOTREALUSE22',
  },
  {
    draft: { signInName: 'county-2', name: '冯晓岚', role: 'county', ...zhongmu },
    totpSecret: 'ZHIYUANDEMOCOUNTYTWONOTREALUSE22',
  },
  {
    draft: { signInName: 'county-3', name: '罗建安', role: 'county', ...jinshui },
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
      placeName: registrations.zhongmu.schoolName,
      cityCode: null,
      countyCode: registrations.zhongmu.countyCode,
      schoolCode: registrations.zhongmu.schoolCode,
    },
    totpSecret: 'ZHIYUANDEMOSCHOOLONENOTREALUSE22',
  },
  {
    draft: {
      ...nowhere,
      signInName: 'city-1',
      name: '谢立群',
      role: 'city',
      placeName: '郑州市招生办公室',
      cityCode: '4101',
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

/** Fills a demo that has no officers. */
export async function seedDemoOfficers(db: Knex, cipher: Cipher): Promise<void> {
  if ((await db('officers').first('id')) !== undefined) return;
  const passwordHash = await bcrypt.hash(demoPassword, 10);
  await db('officers').insert(
    demoOfficers.map(({ draft, totpSecret }) => ({
      sign_in_name: draft.signInName,
      name: draft.name,
      role: draft.role,
      city_code: draft.cityCode,
      county_code: draft.countyCode,
      school_code: draft.schoolCode,
      place_name: draft.placeName,
      password_hash: passwordHash,
      password_changed_at: db.fn.now(),
      totp_secret_cipher: cipher.encrypt(totpSecret, 'officers.totp_secret'),
    })),
  );
}
