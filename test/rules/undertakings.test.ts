import { normaliseChoiceList } from '../../src/rules/normalise-choice-list';
import { listUndertakings } from '../../src/rules/undertakings';
import { choice, getBatch, loadPack, planOf, planRow } from './filing';

const pack = loadPack('henan-2021');
const batch = getBatch(pack, 'undergraduate-1');
const tibet = { planType: 'directed-tibet' };
const plan = planOf([
  planRow('1105', '01'),
  planRow('1105', '51', tibet),
  planRow('1105', '52', tibet),
  planRow('1106', '51', tibet),
]);

function list(choices: Parameters<typeof normaliseChoiceList>[1]) {
  const normal = normaliseChoiceList(batch, choices);
  return listUndertakings({ pack, batch, plan, choices: normal }).map(({ undertaking, institutions }) => [
    undertaking.name,
    institutions.map(({ institution, majors }) => [institution, majors.map(({ major }) => major)]),
  ]);
}

test('定向西藏 asks for its undertaking, by institution', () => {
  expect(list({ directed: [choice('1105', ['51', '52'])] })).toEqual([
    ['定向西藏', [['1105', ['51', '52']]]],
  ]);
});

test('rows in several slots are gathered, in the order of the list', () => {
  const parallel = [choice('1106', ['51']), choice('1105', ['01', '51'])];
  expect(list({ parallel, directed: [choice('1106', ['51'])] })).toEqual([
    [
      '定向西藏',
      [
        ['1106', ['51', '51']],
        ['1105', ['51']],
      ],
    ],
  ]);
});

test('an ordinary list asks for none, nor does a code that stands for nothing', () => {
  expect(list({ parallel: [choice('1105', ['01', '99']), choice('9999', ['51'])] })).toEqual([]);
  expect(list({})).toEqual([]);
});
