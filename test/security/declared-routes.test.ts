import { startTestApp, type TestApp } from '../support/test-app';
import { accountMatrix } from './account-matrix';
import { candidateMatrix } from './candidate-matrix';
import { officeMatrix } from './office-matrix';
import { listRoutes, nameOf } from './route-table';

/** What stands before the modules: answers from memory, health, and what each wing has about its session. */
const undeclared = [
  'GET /account/resumption',
  'GET /account/session',
  'GET /checkpoints/consistency/:earlier/:size',
  'GET /checkpoints/from/:size',
  'GET /checkpoints/handovers',
  'GET /checkpoints/key',
  'GET /checkpoints/latest',
  'GET /favicon.ico',
  'GET /livez',
  'GET /look-up/:batch/:track/:audience/:institution/groups/:group',
  'GET /look-up/:batch/:track/:audience/:institution{/:major}',
  'GET /office/resumption',
  'GET /office/session',
  'GET /plan-search/:batch/:track/:audience/:field',
  'GET /readyz',
  'GET /resumption',
  'GET /session',
];

/** The tests' own tables, which the three access tests hold the running system against. */
const expected: Readonly<Record<string, string | readonly string[]>> = {
  ...candidateMatrix,
  ...officeMatrix,
  ...accountMatrix,
};

describe('a route', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.close());

  const list = () =>
    app.routes.map(({ method, path, admits }) => ({
      name: nameOf({ method: method === 'get' ? 'GET' : 'POST', path }),
      admits,
    }));

  it('is declared by its module, once', () => {
    const names = list().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const served = listRoutes(app.express).map(nameOf);
    expect(served.filter((name) => !names.includes(name)).toSorted()).toEqual(undeclared);
    expect(names.filter((name) => !served.includes(name))).toEqual([]);
  });

  it('admits whom the tests expect', () => {
    for (const { name, admits } of list()) {
      const who = expected[name];
      if (who === 'public')
        expect([name, ['visitor', 'everybody']]).toEqual([name, expect.arrayContaining([admits])]);
      else if (who === 'own' || who === 'theirs') expect([name, admits]).toEqual([name, 'candidate']);
      // To some accounts a page does not exist for what they are, though their state would let them in.
      else
        expect([name, admits]).toEqual([name, expect.arrayContaining([...(who ?? ['a line in a table'])])]);
    }
  });

  it('of an office admits no other role', () => {
    for (const { name, admits } of list())
      if (Array.isArray(officeMatrix[name])) expect([name, [...admits]]).toEqual([name, officeMatrix[name]]);
  });
});
