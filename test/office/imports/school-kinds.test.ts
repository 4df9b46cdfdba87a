import { insertInstitutions, listInstitutions } from '../../../src/domain/enrolment-plan/plan.repository';
import { getActiveRulePack } from '../../../src/domain/rule-packs/rule-pack.repository';
import { readTable } from '../../../src/office/imports/effects/read-table';
import { sayFault } from '../../../src/office/imports/fault.presenter';
import { institutionsKind } from '../../../src/office/imports/kinds/institutions';
import { plansKind } from '../../../src/office/imports/kinds/plans';
import { demoCipher, type ImportBench, openImportBench } from './run';

const YEAR = 2026;
const heading = ['批次', '科类', '院校代号', '院校名称', '专业组', '专业代号', '专业名称', '计划数'];

describe('办学性质 and 院校类型', () => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await openImportBench('henan-2026');
    await insertInstitutions(bench.knex, YEAR, [
      { code: '6504', name: '郑州经贸学院', province: '河南省', city: '郑州市' },
      { code: '6200', name: '商丘学院', province: '河南省', city: '商丘市' },
    ]);
  });
  afterAll(() => bench.close());

  const kinds = async () =>
    (await listInstitutions(bench.knex, YEAR)).map(({ code, ownership, schoolType }) => [
      ...[code, ownership, schoolType],
    ]);
  const planRow = (institution: string, name: string, major: string, ...more: string[]) => [
    ...['本科批', '物理类', institution, name, '101', major, '护理', '4', ...more],
  ];
  const write = async (kind: typeof plansKind) => {
    const pack = await getActiveRulePack(bench.knex);
    return readTable(bench.knex, kind, { pack, cipher: demoCipher, extent: 'all' });
  };

  it('come with 院校名单, however they are spelt, and stay where a later list does not say them', async () => {
    const names = ['院校代号', '院校名称', '省市', '城市'];
    const list = [
      [...names, '公私性质', '学校类型'],
      ['6200', '商丘学院', '河南省', '商丘市', '私立', '综合类'],
      ['6504', '郑州经贸学院', '河南省', '郑州市', '民办', '财经类'],
    ];
    expect(await bench.run('institutions', list)).toMatchObject({ faults: [], counts: { changed: 2 } });
    const said = [
      ['6200', '民办', '综合'],
      ['6504', '民办', '财经'],
    ];
    expect(await kinds()).toEqual(said);
    expect(
      await bench.run(
        'institutions',
        list.map((row) => row.slice(0, 4)),
      ),
    ).toMatchObject({
      counts: { changed: 0, unchanged: 2 },
    });
    expect(await kinds()).toEqual(said);
  });

  it('come beside the rows of a plan, one for each institution, and nobody is told', async () => {
    const list = [
      [...heading, '办学性质', '院校类型'],
      planRow('6504', '郑州经贸学院', '01', '公办', '财经'),
      planRow('6504', '郑州经贸学院', '02', '', ''),
      planRow('6200', '商丘学院', '01', '', '理工'),
    ];
    const written = await bench.run('plans', list);
    expect(written).toMatchObject({ faults: [], stake: null, written: true });
    expect(await kinds()).toEqual([
      ['6200', '民办', '理工'],
      ['6504', '公办', '财经'],
    ]);
    const again = await bench.run('plans', list);
    expect(again.counts).toMatchObject({ added: 0, changed: 0, unchanged: 3, removed: 0 });
    const other = [...list, planRow('6504', '郑州经贸学院', '03', '民办', '财经')];
    const { faults } = await bench.run('plans', other);
    expect(faults.map((fault) => sayFault({ ...fault, letter: '' }))).toEqual([
      expect.stringContaining('与同一院校的第2行“公办”不同'),
    ]);
    const moved = await bench.run(
      'plans',
      list.map((row) => row.map((cell) => (cell === '公办' ? '民办' : cell))),
    );
    expect(moved.counts).toMatchObject({ changed: 1, unchanged: 2 });
    expect((await kinds())[1]).toEqual(['6504', '民办', '财经']);
  });

  it('go out with both lists, and come in again as they went', async () => {
    for (const kind of [plansKind, institutionsKind]) {
      const { headings, rows } = await write(kind);
      const table: string[][] = [[...headings]];
      for await (const row of rows) table.push(row.map((cell) => String(cell ?? '')));
      expect(table[0]).toEqual(expect.arrayContaining(['办学性质', '院校类型']));
      const before = await kinds();
      expect(await bench.run(kind.code as 'plans', table)).toMatchObject({
        counts: { added: 0, changed: 0, removed: 0 },
      });
      expect(await kinds()).toEqual(before);
    }
  });
});
