const { INCREMENTAL, MUTATE, STATIC } = process.env;

/** What decides: rules, the ladder of proofs, and who may open what. */
const decides = [
  'src/rules/**/*.ts',
  // The ladder: what is asked for, how it is proved, and what a proved reset writes.
  'src/domain/identity/{risk,proof.service,proof-code,proof-parts,phrase-check}.ts',
  'src/candidate/password-reset/password-reset.service.ts',
  // Who may open which route, and whose records.
  'src/{candidate,office,account}/*/routes.ts',
  'src/candidate/{as-candidate,early-reads}.ts',
  'src/office/as-officer.ts',
  'src/account/as-account.ts',
  'src/domain/officers/{scope,scope.repository}.ts',
  'src/infrastructure/http/{route,switches-at-door,as-visitor,holders,wing,office-path,account-path}.ts',
];

/** Tests that need no database, browser or program: a mutant costs them milliseconds. */
const pure = [
  'test/rules/**/*.test.ts',
  'test/domain/identity/proof.test.ts',
  'test/domain/identity/ripening.test.ts',
  'test/domain/officers/scope.test.ts',
  'test/domain/supplements/derive-supplement.test.ts',
  // Mocha takes no braces.
  'test/candidate/as-candidate.test.ts',
  'test/candidate/early-reads-fit.test.ts',
  'test/candidate/password-reset/decisions.test.ts',
  'test/office/as-officer.test.ts',
  'test/account/as-account.test.ts',
  'test/infrastructure/http/route.test.ts',
  'test/infrastructure/http/as-visitor.test.ts',
  'test/security/declared-lines.test.ts',
];

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
module.exports = {
  mutate: MUTATE === undefined ? decides : MUTATE.split(','),
  testRunner: 'mocha',
  plugins: ['@stryker-mutator/mocha-runner'],
  mochaOptions: {
    spec: pure,
    ignore: ['**/*.property.test.ts'],
    require: ['./test/mutation/jest-words.cjs'],
  },
  coverageAnalysis: 'perTest',
  // Tables of a module are made when it is loaded: each mutant of one costs a process of its own.
  ignoreStatic: STATIC === undefined,
  // What neither code nor tests have changed of is taken from the run before.
  incremental: INCREMENTAL !== undefined,
  incrementalFile: 'coverage/mutation-before.json',
  concurrency: 2,
  // A runner that was started anew loads all tests within the time of its first mutant. Loops without an end are found
  // by how often they come around.
  timeoutMS: 10_000,
  // TypeScript 7 has no interface to rewrite it by, and nothing of it has to be rewritten.
  tsconfigFile: 'none.json',
  disableTypeChecks: false,
  ignorePatterns: ['dist', 'docs', 'bench', 'deploy', 'public', 'views', '.data*', 'coverage'],
  tempDirName: 'coverage/mutation-sandbox',
  cleanTempDir: 'always',
  allowConsoleColors: false,
  clearTextReporter: { reportTests: false, logTests: false, reportMutants: false },
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  thresholds: { high: 95, low: 95, break: null },
};
