import express from 'express';
import { createPdfPrinter } from '../../../src/domain/printed-forms/pdf-printer';
import { setUpViews } from '../../../src/infrastructure/http/set-up-views';
import { listFonts, listPages, readInfo } from '../printing/poppler';
import { squeeze } from '../printing/samples';
import { listTexts, undertakingOf } from './samples';

const printer = createPdfPrinter();
afterAll(() => printer.close());
const views = setUpViews(express());

const missingFrom = (text: string, form = undertakingOf()) =>
  listTexts(form).filter((expected) => !squeeze(text).includes(squeeze(expected)));

describe.each([
  ['live', undertakingOf()],
  ['drill', undertakingOf({ environment: 'drill' })],
  ['demo', undertakingOf({ environment: 'demo' })],
])('the 承诺书 in %s', (environment, form) => {
  it('says in a drill that no signature is needed, and in live that it is', () => {
    const drill = environment !== 'live';
    expect(form.signatureNote).toBe(drill ? '本次模拟演练不需要签字递交' : '');
    expect(form.warnings).toEqual(drill ? ['模拟演练，不具有真实效力'] : []);
  });

  it('is one A4 page as PDF that says all, with its fonts inside', async () => {
    const pdf = await printer.printDocument('candidate/undertakings/print.typ', form);
    const pages = listPages(pdf);
    expect(pages).toHaveLength(1);
    expect(missingFrom(pages.join(''), form)).toEqual([]);
    expect(squeeze(pages.join(''))).not.toContain(form.candidate.maskedIdentityNumber);
    expect(readInfo(pdf)).toMatch(/Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/);
    for (const font of listFonts(pdf)) expect(font).toMatch(/ yes yes yes /);
  });

  it('says the same in the print view', () => {
    const html = views.render('candidate/undertakings/print.njk', {
      form,
      back: '/back',
      pdf: '/back/print.pdf',
    });
    expect(missingFrom(html.replace(/<[^>]+>/g, ''), form)).toEqual([]);
    expect(html).toContain('<a href="/back/print.pdf">下载PDF</a>');
  });
});

describe('the words of the 承诺书', () => {
  it('name institution and majors as they were saved', () => {
    const { title, paragraphs } = undertakingOf();
    expect(title).toBe('2021年普通高校招生定向西藏就业承诺书');
    expect(paragraphs[0]).toBe(
      '本人自愿填报[1420]西南大学的定向西藏就业专业（[29]水利水电工程(定向西藏就业)、[30]临床医学(定向西藏就业)）。',
    );
    expect(paragraphs.join('')).not.toMatch(/[{}]/);
  });

  it('are escaped, and long names stay on the page', async () => {
    const chosen = {
      institution: { code: '9999', name: `<b>${'很长的院校名称'.repeat(6)}</b>` },
      majors: Array.from({ length: 5 }, (_none, index) => ({
        code: `0${index}`,
        name: `专业${'名称很长'.repeat(12)}`,
      })),
    };
    const form = undertakingOf({ chosen });
    const html = views.render('candidate/undertakings/print.njk', { form, back: '/', pdf: '/' });
    expect(html).not.toContain('<b>');
    const pages = listPages(await printer.printDocument('candidate/undertakings/print.typ', form));
    expect(pages).toHaveLength(1);
    expect(missingFrom(pages.join(''), form)).toEqual([]);
  });
});
