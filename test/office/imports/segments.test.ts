import { sayFault } from '../../../src/office/imports/fault.presenter';
import { type ImportBench, openImportBench } from './run';

describe('一分一段表', () => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await openImportBench('henan-2026');
  });
  afterAll(() => bench.close());

  const stored = async (year: number) =>
    (await bench.knex('score_segments').where({ year }).orderBy('score', 'desc')).map(
      ({ track_name: track, score, score_to: to, people, total }) => [track, score, to, people, total],
    );
  const faults = async (rows: readonly (readonly string[])[]) =>
    (await bench.run('segments', rows)).faults.map((fault) => sayFault({ ...fault, letter: '' }));

  it('as it is printed: 考生人数 are those with the score or a better one', async () => {
    const report = await bench.run(
      'segments',
      [
        ['2026年普通高招历史类考生分数段表', '', ''],
        ['分数', '考生人数', '科类'],
        ['686分', '7', '历史'],
        ['685', '9', '历史'],
        ['684', '9', '历史'],
      ],
      { fixed: { 年度: '2026' } },
    );
    expect(report).toMatchObject({ faults: [], written: true, counts: { added: 3 } });
    expect(await stored(2026)).toEqual([
      ['历史类', 686, null, 7, 7],
      ['历史类', 685, null, 2, 9],
      ['历史类', 684, null, 0, 9],
    ]);
  });

  it('with 本段人数 alone or beside the sum, with lines of several scores', async () => {
    const heading = ['年份', '科类', '分数', '本段人数', '累计人数'];
    const table = [
      heading,
      ['2025', '物理', '700及以上', '31', ''],
      ['2025', '物理', '699', '4', '35'],
      ['2025', '物理', '690-698', '60', '95'],
    ];
    expect(await faults(table)).toEqual([]);
    expect(await stored(2025)).toEqual([
      ['物理类', 700, 999, 31, 31],
      ['物理类', 699, null, 4, 35],
      ['物理类', 690, 698, 60, 95],
    ]);
    expect((await bench.run('segments', table)).counts).toMatchObject({ unchanged: 3, changed: 0 });
    const shorter = [heading, ['2025', '物理', '699', '5', '5']];
    const waits = await bench.run('segments', shorter, { dryRun: true });
    expect(waits.counts).toMatchObject({ added: 0, changed: 1, removed: 2 });
    expect(await stored(2026)).toHaveLength(3);
  });

  it('names what does not agree', async () => {
    const heading = ['年度', '科类', '分数', '本段人数', '累计人数'];
    expect(
      await faults([
        heading,
        ['2024', '物理', '600', '10', '10'],
        ['2024', '物理', '599', '3', '14'],
        ['2024', '物理', '598', '', '12'],
        ['2024', '物理', '598', '1', ''],
        ['2024', '物理', '590-599', '1', ''],
        ['2024', '物理', '甲', '1', ''],
        ['2024', '物理', '580', '', ''],
      ]),
    ).toEqual([
      '第3行“累计人数”（写的是“14”）：与上一个分数的累计人数加上本段人数（13）不等，请核对',
      expect.stringMatching(/^第4行“累计人数”（写的是“12”）：累计人数比上一个分数的累计人数（14）还少。/),
      '第5行“分数”（写的是“598.00”）：与第4行重复',
      expect.stringMatching(/^第6行“分数”（写的是“599.00”）：这一段与分数598.*重叠/),
      expect.stringMatching(/^第7行“分数”（写的是“甲”）：应当是分数/),
      '第8行“累计人数”：没有填写',
    ]);
  });

  it('refuses 考生人数 that do not add up', async () => {
    const table = [
      ['年度', '科类', '分数', '考生人数'],
      ['2023', '物理', '600', '10'],
      ['2023', '物理', '599', '3'],
    ];
    expect(await faults(table)).toEqual([expect.stringContaining('设为“本段人数”')]);
    const said = await bench.run('segments', table, { mapping: { 考生人数: '本段人数' } });
    expect(said.faults).toEqual([]);
    expect((await stored(2023)).map(([, , , , total]) => total)).toEqual([10, 13]);
  });
});
