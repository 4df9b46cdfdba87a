// The words of jest, so that Mocha runs the pure tests: it loads them once and runs them again for every mutant, where
// jest loads its modules anew each time.
const { expect } = require('expect');
const fc = require('fast-check');
const { bind } = require('jest-each');
const { fn, spyOn } = require('jest-mock');
const Mocha = require('mocha');
require('../support/typescript-hook.cjs');

// One case is enough to see that a property fails; which is the smallest nobody asks. The same cases for each mutant.
fc.configureGlobal({ endOnFailure: true, seed: 2021 });

/** jest's third part, the time of a test, is left to the runner. */
function withEach(word) {
  const said = (title, work) => word(title, work);
  return Object.assign(said, { each: bind(said, false) });
}

const { bdd } = Mocha.interfaces;
Mocha.interfaces.bdd = (suite) => {
  bdd(suite);
  suite.on('pre-require', (context) => {
    const test = withEach(context.it);
    const describe = withEach(context.describe);
    const skip = withEach(context.describe.skip);
    Object.assign(context, {
      expect,
      jest: { fn, spyOn },
      it: test,
      test,
      describe: Object.assign(describe, { skip }),
      beforeAll: context.before,
      afterAll: context.after,
    });
  });
};

/**
 * What runs both while files are loaded and in tests is judged by the tests, with what was loaded left as it is; only
 * what runs in no test counts as made at loading. Stryker would start a process for each of the first.
 */
exports.mochaHooks = {
  afterAll() {
    const { static: loaded, perTest } = globalThis.__stryker__?.mutantCoverage ?? {};
    if (loaded === undefined) return;
    for (const covered of Object.values(perTest)) for (const id of Object.keys(covered)) delete loaded[id];
  },
};
