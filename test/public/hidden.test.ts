import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(__dirname, '../../public/css');

it.each(readdirSync(folder))('%s hides what is hidden before any rule of its own', (sheet) => {
  const rules = readFileSync(path.join(folder, sheet), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  expect(rules.trim()).toMatch(/^\[hidden\] \{\s*display: none !important;\s*\}/);
  // Nothing but the rule itself may outrank it.
  expect(rules.match(/display: (?!none)[a-z-]+ !important/g)).toBeNull();
});
