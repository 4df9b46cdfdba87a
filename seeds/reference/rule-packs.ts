import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseRulePack } from '../../src/batches';
import { projectRoot } from '../../src/paths';
import type { RulePack } from '../../src/rules/rule-pack';

/** A pack that comes with the program, checked. @throws naming every fault of the file. */
export function readShippedRulePack(name: string): RulePack {
  const file = path.join(projectRoot, 'seeds/reference/rule-packs', `${name}.json`);
  return parseRulePack(JSON.parse(readFileSync(file, 'utf8')));
}
