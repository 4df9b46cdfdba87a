import { listChanges } from '../../../src/rules/filing/changes';
import type { ChoiceList } from '../../../src/rules/filing/choice-list';
import { choice, EMPTY } from './filing';

const before: ChoiceList = {
  first: [choice('0001', ['01', '02', ''])],
  second: [choice('1105', ['01']), choice('1110', ['01'])],
};

test('the same list, padded or not, changes nothing', () => {
  expect(listChanges(before, before)).toEqual([]);
  expect(listChanges(before, { ...before, first: [choice('0001', ['01', '02'])], third: [EMPTY] })).toEqual(
    [],
  );
});

test('a first save adds every field', () => {
  expect(listChanges(null, { first: [choice('0001', ['01'])], second: [EMPTY] })).toEqual([
    {
      kind: 'added',
      section: 'first',
      slot: 1,
      fields: [
        { kind: 'added', field: 'institution', before: '', after: '0001' },
        { kind: 'added', field: 'major', major: 1, before: '', after: '01' },
        { kind: 'added', field: 'adjustment', before: '', after: 'agree' },
      ],
    },
  ]);
});

test('fields added, removed and changed inside a slot', () => {
  const after = { ...before, first: [choice('0001', ['03', '', '02'], { adjustment: 'refuse' })] };
  expect(listChanges(before, after)).toEqual([
    {
      kind: 'changed',
      section: 'first',
      slot: 1,
      fields: [
        { kind: 'changed', field: 'major', major: 1, before: '01', after: '03' },
        { kind: 'removed', field: 'major', major: 2, before: '02', after: '' },
        { kind: 'added', field: 'major', major: 3, before: '', after: '02' },
        { kind: 'changed', field: 'adjustment', before: 'agree', after: 'refuse' },
      ],
    },
  ]);
});

test('a slot removed, a section removed, a section added', () => {
  const after = {
    second: [choice('1105', ['01'])],
    third: [choice('1120', [], { group: '1', posts: ['7'] })],
  };
  const changes = listChanges(before, after).map(({ kind, section, slot, fields }) => [
    `${kind} ${section}.${slot}`,
    fields.map(({ field }) => field).join(' '),
  ]);
  expect(changes).toEqual([
    ['removed second.2', 'institution major adjustment'],
    ['added third.1', 'institution group post adjustment'],
    ['removed first.1', 'institution major major adjustment'],
  ]);
});

test('a 专业 of the same code at another institution is another 专业', () => {
  const swapped: ChoiceList = { ...before, second: [choice('1110', ['01']), choice('1105', ['01'])] };
  expect(listChanges(before, swapped).map(({ slot, fields }) => [slot, fields])).toEqual([
    [
      1,
      [
        { kind: 'changed', field: 'institution', before: '1105', after: '1110' },
        { kind: 'changed', field: 'major', major: 1, before: '01', after: '01' },
      ],
    ],
    [
      2,
      [
        { kind: 'changed', field: 'institution', before: '1110', after: '1105' },
        { kind: 'changed', field: 'major', major: 1, before: '01', after: '01' },
      ],
    ],
  ]);
});

test('a 专业 in another group is another 专业, though its code is the same', () => {
  const of = (group: string, majors: string[]) => ({ first: [choice('0001', majors, { group })] });
  expect(listChanges(of('101', ['01', '02']), of('102', ['01']))).toStrictEqual([
    {
      kind: 'changed',
      section: 'first',
      slot: 1,
      fields: [
        { kind: 'changed', field: 'group', before: '101', after: '102' },
        { kind: 'changed', field: 'major', major: 1, before: '01', after: '01' },
        { kind: 'removed', field: 'major', major: 2, before: '02', after: '' },
      ],
    },
  ]);
});
