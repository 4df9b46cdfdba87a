import { getActiveRulePack } from '../../../src/domain/rule-packs/rule-pack.repository';
import { readTable } from '../../../src/office/imports/effects/read-table';
import { importKinds } from '../../../src/office/imports/kinds/import-kinds';
import { demoCipher, type ImportBench, openImportBench } from './run';

/** 市县名单: cities and counties by code and name. */
describe('a list of places', () => {
  let bench: ImportBench;
  const heading = ['行政区划代码', '单位名称'];
  beforeAll(async () => {
    bench = await openImportBench();
  });
  afterAll(() => bench.close());

  const nameOf = async (kind: string, code: string) =>
    (await bench.knex('places').where({ kind, code, county_code: '' }).first('name', 'source')) ?? null;

  it('brings cities and counties of another province, by four or six digits', async () => {
    const rows = [
      ['4201', '武汉市'],
      ['420200', '黄石市'],
      ['420102', '江岸区'],
    ];
    expect(await bench.run('places', [heading, ...rows], { consent: null })).toMatchObject({
      written: true,
      counts: { added: 3, changed: 0, unchanged: 0, removed: 0, kept: 0 },
    });
    expect(await nameOf('city', '4202')).toEqual({ name: '黄石市', source: 'list' });
    expect(await nameOf('county', '420102')).toEqual({ name: '江岸区', source: 'list' });
  });

  it('refuses provinces, counties of no city, repetitions and what is no code', async () => {
    const faults = await bench.faults('places', [
      heading,
      ['420000', '湖北省'],
      ['42', '湖北省'],
      ['429999', '某某县'],
      ['420102', '江岸区'],
      ['420102', '江汉区'],
      ['4203', ''],
    ]);
    expect(faults.toSorted()).toEqual(
      [
        '第2行“行政区划代码”（写的是“420000”）：应当是市的4位代码，或县（市、区）的6位代码，不含省',
        '第3行“行政区划代码”（写的是“42”）：应当是市的4位代码',
        '第4行“行政区划代码”（写的是“429999”）：没有代码为4299的市',
        '第6行“行政区划代码”（写的是“420102”）：与第5行重复',
        '第7行“单位名称”：没有填写',
      ].map((said) => expect.stringContaining(said)),
    );
  });

  it('lets a place go that it does not have, after a number and a reason, and keeps those with candidates', async () => {
    const county = await bench.knex('candidates').first('county_code', 'county_name');
    const [code, city] = [String(county.county_code), String(county.county_code).slice(0, 4)];
    const list = [heading, [city, '某某市'], [code, '某某新区']];
    const asked = await bench.run('places', list, { consent: null });
    expect(asked).toMatchObject({ written: false, waits: true });
    expect(await nameOf('county', code)).toMatchObject({ name: county.county_name, source: 'registration' });
    expect(await bench.run('places', list)).toMatchObject({ written: true, counts: { changed: 2 } });
    expect(await nameOf('county', code)).toEqual({ name: '某某新区', source: 'list' });
    // Another registration does not rename what the list names.
    await bench.knex('candidates').where({ county_code: code }).update({ county_name: '原来的县' });
    expect(await nameOf('county', code)).toEqual({ name: '某某新区', source: 'list' });
    expect(await nameOf('city', '4201')).not.toBeNull();

    const emptied = await bench.run('places', [heading, [city, '某某市']]);
    expect(emptied.counts).toMatchObject({ removed: 0, kept: 1 });
    expect(await nameOf('county', code)).not.toBeNull();
    expect(await bench.run('places', [heading, ['4201', '武汉市']])).toMatchObject({
      counts: { unchanged: 1, removed: 2 },
    });
    expect(await nameOf('county', '420102')).toBeNull();
  });

  it('goes out as it stands and is put back from a former version', async () => {
    const version = await bench.knex('list_versions').where({ kind: 'places' }).orderBy('id', 'desc').first();
    expect(await bench.putBack('places', Number(version.id))).toMatchObject({ written: true });
    expect(await nameOf('county', '420102')).toMatchObject({ name: '江岸区' });
    const kind = importKinds.find((one) => one.code === 'places');
    if (kind === undefined) throw new Error('no kind');
    const pack = await getActiveRulePack(bench.knex);
    const table = readTable(bench.knex, kind, { pack, cipher: demoCipher, extent: 'all' });
    const rows: unknown[] = [];
    for await (const row of table.rows) rows.push(row);
    expect(rows).toContainEqual(['4201', '武汉市']);
    expect(rows).toContainEqual(['420102', '江岸区']);
  });
});
