const { AsyncLocalStorage } = require('node:async_hooks');
const { ModuleMocker } = require('jest-mock');

const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS');

const STORAGES = Symbol.for('zhiyuan.storages');

/** Storages that were run. Node 20 asks each at every promise for what it carries on, and jest makes new ones for each file. */
const storages = globalThis[STORAGES] ?? noteStorages();

function noteStorages() {
  const noted = new Set();
  globalThis[STORAGES] = noted;
  const { run } = AsyncLocalStorage.prototype;
  AsyncLocalStorage.prototype.run = function (...given) {
    noted.add(this);
    return run.apply(this, given);
  };
  return noted;
}

/**
 * A test file sees the globals of its worker's own process, so that what was loaded for one file serves the next
 * (shared-modules.cjs). A file that sets a variable of the environment sets it for itself alone all the same.
 */
class SharedContext {
  constructor() {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = null;
    this.env = { ...process.env };
    this.exit = process.exit;
  }

  /** Who hears of each test is a list on the global: those of the files before would hear of this one's too. */
  async setup() {
    delete globalThis[EVENT_HANDLERS];
  }

  /** What is carried on is taken away, and is again where it is run anew. jest puts a warner around `process.exit` for each file. */
  async teardown() {
    for (const storage of storages) storage.disable();
    storages.clear();
    process.exit = this.exit;
    for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
    Object.assign(process.env, this.env);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return undefined;
  }
}

module.exports = SharedContext;
