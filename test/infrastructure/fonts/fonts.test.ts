import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createFonts, nameCharacter } from '../../../src/infrastructure/fonts/fonts';

describe('the fonts of printed forms', () => {
  const fonts = createFonts();

  it.each([
    ['张三', [], []],
    ['阿卜杜·热合曼', [], []],
    ["O'NEIL JOSÉ", [], []],
    ['刘䶮', [], []],
    ['王\u9fb4', [], []],
    ['陈\u{2cc56}', [], []],
    ['孙\u{20bb7}', ['\u{20bb7}'], []],
    ['黄\u{323b0}', [], ['\u{323b0}']],
    ['a \u3000\u200b\n', [], []],
  ])('of %j: by another font %j, by none %j', (text, drawn, undrawn) => {
    expect(fonts.findRare(text)).toEqual({ drawn, undrawn });
  });

  it('write out what none of them draws', () => {
    expect(fonts.writeOut('孙\u{20bb7}、黄\u{323b0}')).toBe('孙\u{20bb7}、黄〔U+323B0〕');
    expect(nameCharacter('\u4dae')).toBe('U+4DAE');
  });

  it('say which file is none', () => {
    const file = path.join(os.tmpdir(), `no-font-${process.pid}.ttf`);
    writeFileSync(file, 'this is no font');
    expect(() => createFonts([file]).findRare('\u{20bb7}')).toThrow(file);
  });
});
