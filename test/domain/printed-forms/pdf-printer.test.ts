import { createPdfPrinter } from '../../../src/domain/printed-forms/pdf-printer';
import type { PrintedForm } from '../../../src/domain/printed-forms/printed-form';
import { drawFirstPage, listFonts, listPages, readInfo } from '../../candidate/printing/poppler';
import {
  candidate,
  emptySlot,
  formOf,
  fullBody,
  listTexts,
  longBody,
  planDetails,
  section,
  slot,
  squeeze,
} from '../../candidate/printing/samples';

const printer = createPdfPrinter();
afterAll(() => printer.close());

/** Pages on which a text stands, counted from 1. */
function pagesWith(pages: readonly string[], text: string): number[] {
  return pages.flatMap((page, index) => (squeeze(page).includes(squeeze(text)) ? [index + 1] : []));
}

describe('the 志愿表 as PDF', () => {
  it.each([
    ['本科二批, full', formOf(fullBody, { environment: 'demo' }), 2],
    ['本科二批, full, with the plan', formOf(fullBody, { details: planDetails }), 2],
    [
      '专升本, with the plan',
      formOf({ ...fullBody, sections: [section([slot('平行志愿1', 1, 0, 0)])] }, { details: planDetails }),
      1,
    ],
    ['96 志愿', formOf(longBody, { inForce: false }), 3],
    ['专升本, no 专业', formOf({ ...fullBody, sections: [section([slot('平行志愿1', 1, 0, 0)])] }), 1],
    ['nothing but 未填报', formOf({ ...fullBody, sections: [section([emptySlot('平行志愿1', 5)])] }), 1],
  ])('says all that the form says: %s', async (_what, form: PrintedForm, count) => {
    const pdf = await printer.printForm(form);
    const pages = listPages(pdf);
    const text = squeeze(pages.join(''));
    expect(listTexts(form).filter((expected) => !text.includes(squeeze(expected)))).toEqual([]);
    expect(pages).toHaveLength(count);
    pages.forEach((page, index) => {
      expect(page).toContain(`第 ${index + 1} 页`);
      expect(page).toContain(`共 ${count} 页`);
      expect(squeeze(page)).toContain(squeeze(form.owner));
      for (const warning of form.warnings) expect(page).toContain(warning);
    });
  });

  it('draws a rare name with a fallback font, and writes out what no font has', async () => {
    const print = (name: string) =>
      printer.printForm(formOf(fullBody, { candidate: { ...candidate, name } }));
    const drawn = await print('孙\u{20bb7}');
    expect(listPages(drawn).join('')).toContain('孙\u{20bb7}');
    expect(listFonts(drawn).join(' ')).toContain('NotoSansJP');
    const written = squeeze(listPages(await print('黄\u{323b0}')).join(''));
    expect(written).toContain('黄〔U+323B0〕');
    expect(written).toContain('请在该处用笔填写这个字');
    const usual = await print('刘䶮');
    expect(listPages(usual).join('')).toContain('刘䶮');
    expect(listFonts(usual).join(' ')).not.toContain('NotoSansJP');
  });

  it('breaks no slot, wherever the page ends, and repeats the column names', async () => {
    for (let before = 0; before < 8; before += 1) {
      const rows = Array.from({ length: before }, (_none, index) => emptySlot(`空${index}`, 1));
      const slots = Array.from({ length: 12 }, (_none, index) => slot(`平行志愿${index}`, index, 5, 5));
      const form = formOf({ ...fullBody, sections: [section([...rows, ...slots])] });
      const pages = listPages(await printer.printForm(form));
      for (const { institution, majors } of form.sections[0]?.slots.slice(before) ?? []) {
        const [where] = pagesWith(pages, institution);
        const page = pages[(where ?? 0) - 1] ?? '';
        expect(page).toContain('院校代号及名称');
        expect(majors.map(({ text }) => text).filter((text) => !page.includes(text))).toEqual([]);
      }
    }
  });

  it('keeps undertaking and signature together, wherever the page ends', async () => {
    for (let count = 30; count < 40; count += 1) {
      const rows = Array.from({ length: count }, (_none, index) => emptySlot(`平行志愿${index}`, 1));
      const form = formOf({ ...fullBody, sections: [section(rows)] });
      const pages = listPages(await printer.printForm(form));
      expect(pagesWith(pages, '本人承诺')).toEqual(pagesWith(pages, '考生签名'));
    }
  });

  it('never leaves the name of a section at the foot of a page', async () => {
    for (let count = 5; count < 9; count += 1) {
      const slots = Array.from({ length: count }, (_none, index) => slot(`平行志愿${index}`, index, 5, 5));
      const last = section([slot('定向志愿', 99, 5, 5)], { label: '末尾一段' });
      const form = formOf({ ...fullBody, sections: [section(slots), last] });
      const pages = listPages(await printer.printForm(form));
      expect(pagesWith(pages, '末尾一段')).toEqual(pagesWith(pages, '[1099]'));
    }
  });

  it('is A4 with its fonts inside', async () => {
    const pdf = await printer.printForm(formOf(fullBody));
    expect(readInfo(pdf)).toMatch(/Page size: .*\(A4\)/);
    expect(readInfo(pdf)).toMatch(/Title: +2021年河南省普通高校招生志愿表/);
    const fonts = listFonts(pdf);
    expect(fonts.map((line) => line.split(/\s+/)[0]?.replace(/^[A-Z]{6}\+/, '')).sort()).toEqual([
      'NotoSansSC-Bold',
      'NotoSansSC-Regular',
    ]);
    for (const line of fonts) expect(line).toMatch(/Identity-H +yes yes yes/);
  });

  it('is the same, byte by byte, for the same form', async () => {
    const other = createPdfPrinter();
    const [first, second] = await Promise.all([
      printer.printForm(formOf(fullBody)),
      other.printForm(formOf(fullBody)),
    ]);
    await other.close();
    expect(second.equals(first)).toBe(true);
  });

  it('prints rare characters of names as themselves', async () => {
    const names = ['䶮', '㛃', '𫖯', '·'];
    const pdfs = await Promise.all(
      names.map((name) => printer.printForm(formOf(fullBody, { candidate: { ...candidate, name } }))),
    );
    for (const [index, name] of names.entries()) {
      const pdf = pdfs[index] ?? Buffer.alloc(0);
      expect(listPages(pdf)[0]).toContain(name);
      for (const line of listFonts(pdf)) expect(line).toContain('NotoSansSC');
    }
    // A missing character would be drawn as the same empty box each time.
    const pictures = new Set(pdfs.map((pdf) => drawFirstPage(pdf).toString('base64')));
    expect(pictures.size).toBe(names.length);
  });

  it('prints what looks like markup as it is', async () => {
    const name = '#panic("x") *粗* $x$ [c] \\ @a <b> // ';
    const long = '中外合作办学项目'.repeat(20);
    const named = { ...slot('平行志愿1', 1, 1, 1), institution: { code: '0001', name: long } };
    const form = formOf(
      { ...fullBody, sections: [section([named], { note: '#read("/etc/passwd")' })] },
      { candidate: { ...candidate, name } },
    );
    const text = squeeze(listPages(await printer.printForm(form)).join(''));
    expect(text).toContain(squeeze(name));
    expect(text).toContain('#read("/etc/passwd")');
    expect(text).toContain(`[0001]${long}`);
  });
});
