import { listHits, listTracked, readTracked } from './tracked-files';

/** Each wing with its modules, as the page draws them: a line that begins with more blanks goes on the one above. */
function readDrawing(): Record<string, string[]> {
  const [drawing = ''] = listHits(readTracked('docs/architecture.md'), /```\nsrc\/\n([\s\S]*?)```/g);
  const lines = drawing.replace(/\n {3,}(?=\S)/g, ' ');
  return Object.fromEntries(
    [...lines.matchAll(/^ {2}([a-z-]+)\/ *(.*)$/gm)].map(([, wing = '', modules = '']) => [
      wing,
      modules.split(' ').filter((name) => name !== ''),
    ]),
  );
}

describe('the drawing of the house', () => {
  it('has every wing and every module, and no other', () => {
    const house: Record<string, string[]> = {};
    for (const file of listTracked('src')) {
      const [, wing = '', ...inside] = file.split('/');
      if (inside.length === 0) continue;
      house[wing] = [...new Set([...(house[wing] ?? []), ...inside.slice(0, -1).slice(0, 1)])];
    }
    const sorted = Object.entries(house).map(([wing, modules]) => [wing, modules.toSorted()]);
    expect(readDrawing()).toEqual(Object.fromEntries(sorted));
  });
});
