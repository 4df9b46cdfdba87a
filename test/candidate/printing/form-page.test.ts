import { openScreen, type Screen } from '../../pages/screen';
import { launchBrowser, type TestBrowser } from '../../support/browser';
import { listPages } from './poppler';
import { type PrintPages, servePrintPages } from './print-page';
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
} from './samples';

const forms = [
  formOf(fullBody, { environment: 'demo', inForce: false }),
  formOf(longBody),
  formOf({ ...fullBody, sections: [section([slot('平行志愿1', 1, 0, 0), emptySlot('平行志愿2', 0)])] }),
  formOf(fullBody, { details: planDetails }),
];

let pages: PrintPages;
let browser: TestBrowser;
beforeAll(async () => {
  pages = await servePrintPages(forms);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

function textOf(html: string): string {
  return squeeze(html.replace(/<[^>]+>/g, '').replaceAll('&amp;', '&'));
}

describe('the print view', () => {
  it.each(forms.map((form) => [form.batch, form] as const))(
    'says all that the form says: %s',
    (_batch, form) => {
      const text = textOf(pages.html(form));
      expect(listTexts(form).filter((expected) => !text.includes(squeeze(expected)))).toEqual([]);
    },
  );

  it('escapes what comes from outside', () => {
    const html = pages.html(formOf(fullBody, { candidate: { ...candidate, name: '<b>赵</b>' } }));
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;b&gt;赵&lt;/b&gt;');
  });

  it('leads back and to the PDF', () => {
    const html = pages.html(formOf(fullBody));
    expect(html).toContain('<a href="/back">返回</a>');
    expect(html).toContain('<a href="/back/print.pdf">下载PDF</a>');
  });
});

describe('the print view in a browser', () => {
  async function open(index: number, javaScript = true, width = 1024): Promise<Screen> {
    const screen = await openScreen(browser, {
      url: pages.url,
      javaScript,
      viewport: { width, height: 768 },
    });
    await screen.visit(`/${index}`);
    return screen;
  }

  it.each([
    [1024, true],
    [1024, false],
    [320, true],
  ])('is sound %i pixels wide, scripts %s', async (width, javaScript) => {
    const screen = await open(0, javaScript, width);
    await screen.inspect();
    await screen.close();
  });

  it('prints by its button, and shows no button that does nothing', async () => {
    const screen = await open(0);
    await screen.page.evaluate('window.print = function () { document.title = "printed"; }');
    await screen.page.click('text=打印');
    expect(await screen.page.title()).toBe('printed');
    await screen.close();

    const bare = await open(0, false);
    expect(await bare.page.isVisible('button')).toBe(false);
    expect(await bare.page.isVisible('text=下载PDF')).toBe(true);
    await bare.close();
  });

  it.each([
    [0, 2, 3],
    [1, 3, 5],
    [2, 1, 1],
    [3, 2, 3],
  ])('breaks over pages rightly: form %i on %i to %i pages', async (index, least, most) => {
    const form = forms[index];
    const screen = await open(index);
    const printed = listPages(await screen.page.pdf({ preferCSSPageSize: true })).map(squeeze);
    await screen.close();
    expect(printed.length).toBeGreaterThanOrEqual(least);
    expect(printed.length).toBeLessThanOrEqual(most);
    const text = printed.join('');
    expect(text).not.toContain('下载PDF');
    const on = (expected: string) => printed.findIndex((page) => page.includes(squeeze(expected)));
    for (const { slots } of form?.sections ?? []) {
      for (const { empty, institution, majors } of slots) {
        if (empty) continue;
        const at = on(institution);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(printed[at]).toContain('院校代号及名称');
        for (const major of majors) expect(printed[at]).toContain(squeeze(major.text));
      }
    }
    expect(on('考生签名')).toBe(on('本人承诺'));
  });
});
