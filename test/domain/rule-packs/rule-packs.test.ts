import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRulePack } from '../../../src/domain/rule-packs/rule-pack.schema';

const FOLDER = join(__dirname, '../../../seeds/reference/rule-packs');

const PACKS = [
  'anhui-2021',
  'henan-2021',
  'henan-2026',
  'inner-mongolia-2021',
  'jiangsu-2021',
  'shandong-2021',
  'shandong-2026',
  'tibet-2021',
  'zhejiang-2021',
];

test('the folder holds the packs of the provinces and nothing else', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  expect(files.toSorted()).toEqual(PACKS.map((code) => `${code}.json`));
});

test.each(PACKS)('%s can be used and carries its own name', (code) => {
  const pack = parseRulePack(JSON.parse(readFileSync(join(FOLDER, `${code}.json`), 'utf8')));
  expect(pack.code).toBe(code);
});
