import { readFileSync } from 'node:fs';
import path from 'node:path';
import { judgeNode } from '../../src/operations/node-versions';

const root = path.resolve(__dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const at = (day: string) => Date.parse(`${day}T12:00:00Z`);

describe('a version of Node', () => {
  it.each([
    ['18.20.8', '2026-04-30', 'problem', 'v18.20.8 is too old: it takes 20.19 or later, best 24'],
    ['20.18.3', '2026-04-30', 'problem', 'v20.18.3 is too old: it takes 20.19 or later, best 24'],
    ['20.19.0', '2026-04-30', 'ok', 'v20.19.0'],
    [
      '20.20.2',
      '2026-05-01',
      'note',
      'v20.20.2 got its last security fixes in 2026-04: install 24, which gets them until 2028-04',
    ],
    ['21.7.3', '2026-04-30', 'note', 'v21.7.3 has not been tried: 20, 22, 24 have'],
    ['22.11.0', '2026-04-30', 'problem', 'v22.11.0 is too old: it takes 22.12 or later, best 24'],
    ['22.12.0', '2027-04-30', 'ok', 'v22.12.0'],
    [
      '22.12.0',
      '2027-05-01',
      'note',
      'v22.12.0 got its last security fixes in 2027-04: install 24, which gets them until 2028-04',
    ],
    ['24.0.0', '2028-04-30', 'ok', 'v24.0.0'],
    ['26.1.0', '2028-04-30', 'note', 'v26.1.0 has not been tried: 20, 22, 24 have'],
  ])('%s on %s is %s', (version, day, state, words) => {
    expect(judgeNode(version, at(day))).toEqual({ state, words });
  });

  it('is asked for alike by package.json and by doctor', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    const floors = [...engines.node.matchAll(/\^(\d+)\.(\d+)\.0/g)].map(([, major, minor]) => ({
      major: Number(major),
      minor: Number(minor),
    }));
    expect(engines.node.split(' || ')).toHaveLength(floors.length);
    const now = at('2026-04-30');
    for (const { major, minor } of floors) {
      expect(judgeNode(`${major}.${minor}.0`, now).state).toBe('ok');
      if (minor > 0) expect(judgeNode(`${major}.${minor - 1}.0`, now).state).toBe('problem');
    }
    const tried = judgeNode('99.0.0', now)
      .words.match(/\d+(?=[, ])/g)
      ?.slice(-floors.length);
    expect(tried).toEqual(floors.map((floor) => String(floor.major)));
  });

  it('that is recommended is the one of the container and of the guides', () => {
    const [, best] = /best (\d+)$/.exec(judgeNode('18.0.0', 0).words) ?? [];
    const stages = [...read('Dockerfile').matchAll(/^FROM node:(\S+)/gm)].map(([, tag]) => tag);
    expect(stages).toEqual([`${best}-bookworm-slim`, `${best}-bookworm-slim`]);
    for (const file of ['README.md', 'README.zh-CN.md', 'docs/operator.md', 'docs/operator.zh-CN.md'])
      expect(read(file)).toContain(`Node ${best}`);
  });
});
