// Lets a process that a test starts run TypeScript as jest does: node -r this-file program.ts
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { transformSync } = require('@swc/core');

const options = JSON.parse(readFileSync(path.join(__dirname, '../../.swcrc'), 'utf8'));

/** Its JavaScript, and how its lines lie in the TypeScript. */
function compile(filename, sourceMaps) {
  return transformSync(readFileSync(filename, 'utf8'), { ...options, filename, sourceMaps, swcrc: false });
}

require.extensions['.ts'] = (module, filename) => module._compile(compile(filename, 'inline').code, filename);

module.exports = { compile };
