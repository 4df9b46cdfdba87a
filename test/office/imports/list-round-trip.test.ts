import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { getActiveRulePack } from '../../../src/domain/rule-packs/rule-pack.repository';
import { type Cell, CSV_MARK, formatCsvLine } from '../../../src/infrastructure/spreadsheets/csv';
import { writeXlsx } from '../../../src/infrastructure/spreadsheets/xlsx';
import { readTable } from '../../../src/office/imports/effects/read-table';
import { importKinds } from '../../../src/office/imports/kinds/import-kinds';
import { demoCipher, type ImportBench, openImportBench } from './run';

/** Every list can be taken out as it stands, and taken in again changes nothing. */
describe('a list as it stands', () => {
  let bench: ImportBench;
  beforeAll(async () => {
    bench = await openImportBench();
    const [one, two] = await bench.knex('candidates').orderBy('id').limit(2);
    await bench.run('evaluations', [
      ['考生号', '类别', '日期', '单位', '内容'],
      [one.candidate_number, '考生评语', '2021-05-20', '某中学', '该生“品学”兼优，\n热爱集体'],
      [two.candidate_number, '诚信档案', '2021-05-21', '考试院', '无'],
    ]);
    await bench.run('fileStates', [
      ['考生号', '批次', '档案状态', '时间'],
      [one.candidate_number, '本科一批', '自由可投', '2021-07-20 15:30:01'],
    ]);
  });
  afterAll(() => bench.close());

  const read = async (code: string) => {
    const kind = importKinds.find((one) => one.code === code);
    if (kind === undefined) throw new Error(code);
    const pack = await getActiveRulePack(bench.knex);
    return readTable(bench.knex, kind, { pack, cipher: demoCipher, extent: 'all' });
  };

  async function* toBytes(headings: readonly string[], rows: AsyncIterable<readonly Cell[]>) {
    yield CSV_MARK + formatCsvLine(headings);
    for await (const row of rows) yield formatCsvLine(row);
  }

  it.each(importKinds.map(({ code }) => code))('%s, as CSV and as XLSX', async (code) => {
    for (const format of ['csv', 'xlsx'] as const) {
      const { headings, rows } = await read(code);
      const bytes =
        format === 'csv' ? toBytes(headings, rows) : writeXlsx({ name: 'Sheet', headings, count: 1, rows });
      const file = bench.folder.write(`list.${format}`, await buffer(Readable.from(bytes)));
      const report = await bench.run(code, file);
      expect(report.faults).toEqual([]);
      expect(report).toMatchObject({ written: true, stake: null, ignored: [] });
      expect(report.counts).toMatchObject({ added: 0, changed: 0, removed: 0 });
      expect(report.counts.unchanged).toBeGreaterThan(0);
    }
  });
});
