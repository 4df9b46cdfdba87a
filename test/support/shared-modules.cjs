const { mkdtempSync, writeFileSync } = require('node:fs');
const { createRequire, isBuiltin } = require('node:module');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');
const { compile } = require('./typescript-hook.cjs');

const root = path.resolve(__dirname, '../..');
const SHARED = ['src', 'seeds', 'migrations'].map((folder) => path.join(root, folder) + path.sep);

let folder = null;
const maps = new Map();

/** The file that says how a source's compiled lines lie in it; asked for when a test has failed. */
function mapOf(file) {
  if (!file.endsWith('.ts') || !SHARED.some((start) => file.startsWith(start))) return undefined;
  if (!maps.has(file)) {
    folder ??= mkdtempSync(path.join(tmpdir(), 'zhiyuan-maps-'));
    maps.set(file, path.join(folder, `${maps.size}.map`));
    writeFileSync(maps.get(file), compile(file, true).map);
  }
  return maps.get(file);
}

/**
 * Loads packages and sources once a worker instead of once a test file: with 280 files that is a third of a run. Test
 * files and what they share stay their own. No test replaces a module (`jest.mock`), which this would pass by.
 */
class SharedModules extends Runtime {
  constructor(...parts) {
    super(...parts);
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, { filename });
  }

  requireModuleOrMock(from, name) {
    return this.isShared(from, name) ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
  }

  isShared(from, name) {
    if (isBuiltin(name) || name.startsWith('@jest/')) return false;
    if (!/^[./]/.test(name)) return true;
    const target = path.resolve(path.dirname(from), name);
    return SHARED.some((start) => target.startsWith(start));
  }

  getSourceMaps() {
    const own = super.getSourceMaps();
    own.get = (file) => Map.prototype.get.call(own, file) ?? mapOf(file);
    return own;
  }
}

module.exports = SharedModules;
