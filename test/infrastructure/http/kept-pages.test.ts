import nunjucks from 'nunjucks';
import { createKeptPages } from '../../../src/infrastructure/http/kept-pages';

const environment = new nunjucks.Environment(null, { autoescape: true });
const by = {};

/** A page of one look, and how often it was rendered. */
function openPages(text: string) {
  const makePage = createKeptPages(environment);
  let renders = 0;
  return {
    make: (fillings: Parameters<typeof makePage>[0]['fillings'], look = '', kept: object = by) =>
      makePage({
        by: kept,
        look,
        fillings,
        render: (fill) => {
          renders += 1;
          return environment.renderString(text, { fill, look });
        },
      }).toString(),
    count: () => renders,
  };
}

describe('pages that are kept', () => {
  it('are rendered once for a look, and filled in for each person, escaped', () => {
    const pages = openPages('<p>{{ fill.name }}，{{ look }}，{{ fill.name }}：<i>{{ fill.token }}</i></p>');
    expect(pages.make({ name: '<b>甲&"', token: 'a.b-c_1' }, '一')).toBe(
      '<p>&lt;b&gt;甲&amp;&quot;，一，&lt;b&gt;甲&amp;&quot;：<i>a.b-c_1</i></p>',
    );
    expect(pages.make({ name: '乙', token: '' }, '一')).toBe('<p>乙，一，乙：<i></i></p>');
    expect(pages.count()).toBe(1);
    expect(pages.make({ name: '乙', token: '' }, '二')).toBe('<p>乙，二，乙：<i></i></p>');
    expect(pages.make({ name: '丙', token: '' }, '二', {})).toBe('<p>丙，二，丙：<i></i></p>');
    expect(pages.count()).toBe(3);
  });

  it('take parts as they are, and nothing that is typed for a place', () => {
    const pages = openPages('{{ fill.part }}|{{ fill.typed }}');
    expect(pages.make({ part: { bytes: Buffer.from('<b>甲</b>') }, typed: '\0part\0' })).toBe(
      '<b>甲</b>|\0part\0',
    );
    expect(pages.make({ part: { bytes: Buffer.from('乙') }, typed: '丙' })).toBe('乙|丙');
  });

  it('are refused where a filling has no place, or is looked at instead of shown', () => {
    expect(() => openPages('{{ fill.name }}').make({ name: '', other: '' })).toThrow('filled in: name,other');
    expect(() =>
      openPages('{% if fill.name == "甲" %}{{ fill.name }}{% endif %}').make({ name: '甲' }),
    ).toThrow('filled in: name; in the page: ');
    expect(() => openPages('{{ fill.name }}').make({ name: '甲', ...{} }, '', by)).not.toThrow();
  });

  it('are not kept without end', () => {
    const pages = openPages('{{ fill.name }} {{ look }}');
    for (let at = 0; at < 1200; at += 1) expect(pages.make({ name: '甲' }, String(at))).toBe(`甲 ${at}`);
    expect(pages.count()).toBe(1200);
    expect(pages.make({ name: '甲' }, '1199')).toBe('甲 1199');
    expect(pages.make({ name: '甲' }, '0')).toBe('甲 0');
    expect(pages.count()).toBe(1201);
  });
});
