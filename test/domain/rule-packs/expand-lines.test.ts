import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listRulePackFaults } from '../../../src/domain/rule-packs/rule-pack-faults';

const file = path.join(__dirname, '../../../seeds/reference/rule-packs/shandong-2026.json');
const shipped = JSON.parse(readFileSync(file, 'utf8'));

/** The pack with scores of its lines, by code. */
function read(scores: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
  const scoreLines = shipped.scoreLines.map((line: { code: string }) => ({
    ...line,
    scores: scores[line.code] ?? {},
  }));
  return listRulePackFaults(JSON.stringify({ ...shipped, scoreLines }));
}
const eligibilityOf = (scores: Parameters<typeof read>[0], batch: string) =>
  read(scores).pack?.batches.find(({ code }) => code === batch)?.eligibility;

describe('lines of score as settings', () => {
  it('ask nothing until their scores are filled in', () => {
    expect(eligibilityOf({}, 'regular-1')).toEqual([]);
    expect(read({}).pack?.scoreLines).toHaveLength(3);
  });

  it('are conditions of every batch and kind of plan that names them, in the number that is filled in', () => {
    const asked = { field: 'totalScore', operator: 'atLeast', severity: 'block' };
    const when = { field: 'track', equals: '0' };
    expect(eligibilityOf({ first: { 0: 441 } }, 'regular-1')).toEqual([
      { ...asked, value: 441, when, message: '您的成绩没有达到一段线441分，不能填报' },
    ]);
    expect(eligibilityOf({ first: { 0: 441 } }, 'regular-2')).toEqual([]);
    const types = read({ first: { 0: 441 } }).pack?.planTypes;
    expect(types?.find(({ code }) => code === 'three-plus-two')?.eligibility).toMatchObject([{ value: 391 }]);
  });

  it('are faults where there is no such line, or its score is none', () => {
    const batches = [{ ...shipped.batches[0], eligibility: [{ line: 'third', message: '不能填报' }] }];
    const unknown = listRulePackFaults(JSON.stringify({ ...shipped, batches }));
    expect(unknown.pack).toBeNull();
    expect('faults' in unknown && unknown.faults.join()).toMatch(/batches\.0\.eligibility\.0/);
    expect(read({ first: { 0: '高' } }).pack).toBeNull();
  });
});
