import type { Knex } from 'knex';
import { loadConfig } from '../../src/infrastructure/config/config';
import { createCipher } from '../../src/infrastructure/security/cipher';
import { createJournal } from '../../src/operations/rehearsal/journal';
import type { SeenPage } from '../../src/operations/rehearsal/virtual-browser';
import { bringOfficer, type VirtualOfficer } from '../../src/operations/rehearsal/virtual-officer';
import { GROWTH_BATCH } from './province';

/** A page of the exam office, as it is asked for. */
export interface OfficePage {
  readonly name: string;
  ask(): Promise<SeenPage>;
}

/** What officers of the largest county and of the province look at; a record is open. */
export async function listOfficePages(knex: Knex, base: string): Promise<readonly OfficePage[]> {
  const { dataKey, indexKey } = loadConfig({}).secrets;
  const stage = {
    ...{ base, db: knex, cipher: createCipher(dataKey, indexKey), journal: createJournal() },
    signal: new AbortController().signal,
  };
  const { county, city, number, name, id } = await findSomebody(knex);
  const nowhere = { cityCode: null, countyCode: null, schoolCode: null, name: '测量人员' };
  const own = { role: 'county', countyCode: county, placeName: '测量县招办' } as const;
  const all = { role: 'province', placeName: '测量省招办' } as const;
  const ofCity = { role: 'city', cityCode: city, placeName: '测量市招办' } as const;
  const countyOfficer = await bringOfficer(stage, { ...nowhere, signInName: 'growth-county', ...own });
  const cityOfficer = await bringOfficer(stage, { ...nowhere, signInName: 'growth-city', ...ofCity });
  const province = await bringOfficer(stage, { ...nowhere, signInName: 'growth-province', ...all });
  const record = `/office/counter/candidates/${id}`;
  await openRecord(countyOfficer, record);
  const search = async (fields: Readonly<Record<string, string>>) =>
    countyOfficer.submit(await countyOfficer.get('/office/counter'), '/office/counter', fields);
  const calls = `/office/coverage/calls?batch=${GROWTH_BATCH}`;
  return [
    { name: 'search by 考生号', ask: () => search({ candidateNumber: number }) },
    { name: 'search by 姓名', ask: () => search({ name }) },
    { name: 'record', ask: () => countyOfficer.get(record) },
    { name: 'why a batch is closed to somebody', ask: () => countyOfficer.get(`${record}/batches`) },
    { name: 'board of a county', ask: () => countyOfficer.get('/office/coverage') },
    { name: 'board of a city', ask: () => cityOfficer.get('/office/coverage') },
    { name: 'board of the province', ask: () => province.get('/office/coverage') },
    { name: 'call list of a county', ask: () => countyOfficer.get(calls) },
    { name: 'call list of a city', ask: () => cityOfficer.get(calls) },
    { name: 'call list of the province', ask: () => province.get(calls) },
    { name: 'print list', ask: () => countyOfficer.get(`/office/printing?batch=${GROWTH_BATCH}`) },
    {
      name: 'what is missing on paper',
      ask: () => countyOfficer.get(`/office/receipts/missing?batch=${GROWTH_BATCH}`),
    },
    { name: 'letters', ask: () => countyOfficer.get('/office/letters') },
    { name: 'windows', ask: () => province.get('/office/windows') },
    { name: '操作记录', ask: () => province.get('/office/audit') },
  ];
}

async function findSomebody(knex: Knex) {
  const row = await knex('candidates')
    .where({ kind: 'general', track: '5' })
    .orderBy('id')
    .first('id', 'candidate_number', 'name', 'county_code');
  const county = String(row.county_code);
  return {
    ...{ county, city: county.slice(0, 4), id: Number(row.id) },
    ...{ number: String(row.candidate_number), name: String(row.name) },
  };
}

async function openRecord(officer: VirtualOfficer, record: string): Promise<void> {
  const page = await officer.get(record);
  const opened = await officer.submit(page, record, { reasonCode: 'inPerson', reason: '' });
  if (opened.path !== record || opened.status !== 200) throw new Error(`${record}: ${opened.status}`);
}
