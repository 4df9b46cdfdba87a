import { drawBars } from '../../bench/plots/draw-bars';
import { readPlots } from '../../bench/plots/read-plots';
import { listTracked, readTracked } from '../words/tracked-files';

const page = readTracked('docs/performance.md');

describe('the plots of docs/performance.md', () => {
  it('are drawn from the tables beneath them: node dist/bench/run.js plots', () => {
    const plots = readPlots(page);
    expect(plots.length).toBeGreaterThanOrEqual(3);
    for (const plot of plots) {
      expect(plot.rows.every(({ values }) => values.every((value) => value > 0))).toBe(true);
      expect([plot.name, readTracked(`docs/plots/${plot.name}.svg`)]).toEqual([plot.name, drawBars(plot)]);
    }
    const drawn = plots.map(({ name }) => `docs/plots/${name}.svg`);
    expect(listTracked('docs/plots').toSorted()).toEqual(drawn.toSorted());
  });

  it('would differ where a figure of the table was changed', () => {
    const [plot] = readPlots(page);
    const [row] = plot?.rows ?? [];
    if (plot === undefined || row === undefined) throw new Error('there is no plot');
    const changed = {
      ...plot,
      rows: [{ ...row, values: row.values.map((value) => value * 2) }, ...plot.rows.slice(1)],
    };
    expect(drawBars(changed)).not.toBe(drawBars(plot));
  });

  it('read sums, thousands and what is bold, and ask for picture and table', () => {
    const table = '| what | one | two |\n| --- | --- | --- |\n| **a** | 1.05 + 0.69 | 1,446 a second |\n';
    const mark = '<!-- plot some: columns 2-3, unit ms, limit 300 -->\n';
    const [plot] = readPlots(`${mark}![Some](plots/some.svg)\n\n${table}`);
    expect(plot).toMatchObject({ title: 'Some', unit: 'ms', limit: 300, series: ['one', 'two'] });
    expect(plot?.rows).toEqual([{ label: 'a', values: [1.74, 1446] }]);
    expect(() => readPlots(`${mark}${table}`)).toThrow('have to follow');
  });
});
