import { type ChosenMajor, listUndertakings } from '../../../src/rules/filing/undertakings';
import { loadPack } from './filing';

const pack = loadPack('henan-2021');

function major(institution: string, code: string, planType = 'ordinary') {
  return { institution, code, planType };
}

function list(majors: readonly (ChosenMajor & { code: string })[]) {
  return listUndertakings(pack.undertakings, majors).map(({ undertaking, institutions }) => [
    undertaking.name,
    institutions.map((one) => [one.institution, one.majors.map(({ code }) => code)]),
  ]);
}

test('定向西藏 asks for its undertaking, by institution, in the order of the list', () => {
  const majors = [
    major('1106', '51', 'directed-tibet'),
    major('1105', '01'),
    major('1105', '52', 'directed-tibet'),
    major('1106', '53', 'directed-tibet'),
  ];
  expect(list(majors)).toEqual([
    [
      '定向西藏',
      [
        ['1106', ['51', '53']],
        ['1105', ['52']],
      ],
    ],
  ]);
});

test('each kind has one of its own, in the order of the pack', () => {
  const majors = [major('6018', '31', 'directed-medical'), major('5300', '02', 'directed-tibet')];
  expect(list(majors)).toEqual([
    ['定向西藏', [['5300', ['02']]]],
    ['医学定向', [['6018', ['31']]]],
  ]);
});

test('an ordinary list asks for none, nor does an empty one', () => {
  expect(list([major('1105', '01'), major('1105', '60', 'preparatory')])).toEqual([]);
  expect(list([])).toEqual([]);
});
