import { demoPeople } from '../../../seeds/demo/people';
import { listOfficerActs, signInOfficer } from '../../support/officers';
import { bound, factorsOf, listMailKinds } from '../../support/security-steps';
import { startTestApp, type TestApp } from '../../support/test-app';
import { createTestClient, type TestClient } from '../../support/test-client';
import { checked, enterCode, issue, readCode } from './counter-steps';

const LIST = '/office/counter-requests';
const nameOf = (number: string) =>
  demoPeople.find(({ candidate }) => candidate.candidateNumber === number)?.candidate.name ?? '';

describe('a counter code that takes two, where the county has nobody else at hand', () => {
  let app: TestApp;
  let county: TestClient;
  let second: TestClient;
  let other: TestClient;
  let city: TestClient;
  let province: TestClient;

  beforeEach(async () => {
    app = await startTestApp();
    county = await signInOfficer(app, 'county-1');
    second = await signInOfficer(app, 'county-2');
    other = await signInOfficer(app, 'county-3');
    city = await signInOfficer(app, 'city-1');
    province = await signInOfficer(app, 'province-1');
  });
  afterEach(() => app.close());

  const knex = () => app.database.knex;

  /** Asks for 动态密码解除绑定; the id of the request. */
  async function ask(): Promise<number> {
    await issue(app, county, bound.totp, { ...checked, purpose: 'totp', reason: '手机丢失' });
    return (await knex()('counter_codes').orderBy('id', 'desc').first('id')).id;
  }
  const approval = (id: number) => `${LIST}/${id}/approval`;
  const refusal = (id: number) => `${LIST}/${id}/refusal`;
  const printing = (id: number) => `/office/counter/requests/${id}/printing`;
  const post = async (officer: TestClient, path: string, list = LIST) =>
    officer.post(path, (await officer.get(list)).hidden(path));
  const print = (officer: TestClient, id: number) => post(officer, printing(id), '/office/counter/requests');
  const stateOf = async (id: number) => knex()('counter_codes').where({ id }).first();

  it.each([
    ['the city', () => city, 'city-1'],
    ['the province', () => province, 'province-1'],
  ] as const)('is approved by %s, printed by the county, and serves', async (_who, who, name) => {
    const id = await ask();
    const list = await who().get(LIST);
    for (const text of ['动态密码解除绑定', '手机丢失', '招生办公室']) expect(list.text).toContain(text);
    for (const secret of [nameOf(bound.totp), bound.totp]) expect(list.text).not.toContain(secret);

    const done = await post(who(), approval(id));
    expect([done.url, done.text.includes('请通知县区'), readCode(done)]).toEqual([LIST, true, '']);
    expect((await stateOf(id)).code_hash).toBeNull();
    expect((await who().get(LIST)).text).toContain('没有等待批准的柜台码');
    expect(await listMailKinds(app, bound.totp)).toEqual([]);

    const waiting = await county.get('/office/counter/requests');
    expect(waiting.text).toContain('已批准');
    const code = readCode(await print(county, id));
    expect(code).not.toBe('');
    expect(await listMailKinds(app, bound.totp)).toEqual(['counterCodeIssued']);
    const holder = createTestClient(app.url);
    expect((await enterCode(holder, bound.totp, code)).url).toBe('/counter-code/confirmation');
    await holder.post('/counter-code/confirmation', {});
    expect((await factorsOf(app, bound.totp)).totpBoundAt).toBeNull();
    expect(await listOfficerActs(app, name)).toContain('allowCounterCode');
    expect((await listOfficerActs(app, 'county-1')).at(-1)).toBe('printCounterCode');
  });

  it('is not printed before, nor twice, nor by another county, nor above', async () => {
    const id = await ask();
    const early = await county.get('/office/counter/requests');
    expect(early.hidden(printing(id))).toEqual({});
    const { formToken = '' } = early.hidden(`/office/counter/codes/${id}/withdrawal`);
    expect([409, 422]).toContain((await county.post(printing(id), { formToken })).status);
    expect((await stateOf(id)).code_hash).toBeNull();
    await post(city, approval(id));
    expect((await other.post(printing(id), {})).status).toBe(404);
    expect((await city.post(printing(id), {})).status).toBe(404);
    const fields = (await second.get('/office/counter/requests')).hidden(printing(id));
    const twice = await Promise.all([second.post(printing(id), fields), print(county, id)]);
    expect(twice.map(readCode).filter((code) => code !== '')).toHaveLength(1);
    expect((await county.post(printing(id), {})).status).toBe(404);
  });

  it('is approved once: by the county or above, never by both, never behind a refusal', async () => {
    const id = await ask();
    const late = (await province.get(LIST)).hidden(approval(id));
    const inCounty = `/office/counter/requests/${id}/approval`;
    const fields = (await second.get('/office/counter/requests')).hidden(inCounty);
    await post(city, approval(id));
    expect((await province.post(approval(id), late)).status).toBe(409);
    expect((await second.post(inCounty, fields)).status).toBe(409);
    expect((await stateOf(id)).approved_by).not.toBeNull();

    const again = await ask();
    const stale = (await province.get(LIST)).hidden(approval(again));
    const refused = await post(city, refusal(again));
    expect(refused.text).toContain('没有批准');
    expect((await province.post(approval(again), stale)).status).toBe(404);
    expect((await stateOf(again)).withdrawn_at).not.toBeNull();
    expect(await listOfficerActs(app, 'city-1')).toContain('withdrawCounterCode');
  });

  it('may be taken back by the county behind the approval', async () => {
    const id = await ask();
    await post(city, approval(id));
    const withdrawal = `/office/counter/codes/${id}/withdrawal`;
    await post(county, withdrawal, '/office/counter/requests');
    expect((await county.post(printing(id), {})).status).toBe(404);
    expect((await stateOf(id)).withdrawn_at).not.toBeNull();
  });

  it('takes no city of another place, and no two accounts of one maker', async () => {
    const id = await ask();
    await knex()('officers').where({ sign_in_name: 'city-1' }).update({ city_code: '4102' });
    expect((await city.get(LIST)).text).toContain('没有等待批准的柜台码');
    for (const path of [approval(id), refusal(id)]) expect((await city.post(path, {})).status).toBe(404);
    await knex()('officers').where({ sign_in_name: 'city-1' }).update({ city_code: '4101' });

    const { id: maker } = await knex()('officers').where({ sign_in_name: 'province-1' }).first('id');
    const made = { made_by: maker, apart_until: new Date(Date.now() + 60_000) };
    await knex()('officers').where({ sign_in_name: 'county-1' }).update(made);
    const page = await post(province, approval(id));
    expect([page.status, page.text.includes('由同一人开通')]).toEqual([409, true]);
    expect((await stateOf(id)).approved_by).toBeNull();
    // Another city officer, and the same one behind those days.
    await knex()('officers')
      .where({ sign_in_name: 'county-1' })
      .update({ apart_until: new Date(0) });
    expect((await post(province, approval(id))).url).toBe(LIST);
  });

  it('is no matter of the city in which the candidate registered, where a county elsewhere serves them', async () => {
    const candidate_number = demoPeople.find(({ candidate }) => candidate.kind === 'vocational')?.candidate
      .candidateNumber;
    await knex()('candidates').where({ candidate_number }).update({ county_code: '410223' });
    await issue(app, county, candidate_number ?? '', { ...checked, purpose: 'password', byTwo: 'yes' });
    expect((await county.get('/office/counter/requests')).text).toContain('等待另一名工作人员批准');
    await knex()('officers').where({ sign_in_name: 'city-1' }).update({ city_code: '4102' });
    expect((await city.get(LIST)).text).toContain('没有等待批准的柜台码');
    expect((await province.get(LIST)).text).toContain('密码重置');
  });

  it('leaves what one officer may issue, and what has run out, out of the list', async () => {
    await issue(app, county, bound.phone, { ...checked, purpose: 'password' });
    expect((await city.get(LIST)).text).toContain('没有等待批准的柜台码');
    const id = await ask();
    await knex()('counter_codes')
      .where({ id })
      .update({ expires_at: new Date(Date.now() - 1) });
    expect((await province.get(LIST)).text).toContain('没有等待批准的柜台码');
    expect((await province.post(approval(id), {})).status).toBe(404);
  });
});
