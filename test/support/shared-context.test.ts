import { AsyncLocalStorage } from 'node:async_hooks';

const SharedContext = require('./shared-context.cjs') as new () => {
  setup(): Promise<void>;
  teardown(): Promise<void>;
};

const LISTENERS = Symbol.for('EVENT_HANDLERS');
const world = globalThis as { [LISTENERS]?: readonly unknown[] | undefined };

describe('the globals that test files of a worker share', () => {
  it('hold no listeners of the file before', async () => {
    const own = world[LISTENERS];
    expect(own?.length).toBeGreaterThan(0);
    await new SharedContext().setup();
    const left = world[LISTENERS];
    world[LISTENERS] = own;
    expect(left).toBeUndefined();
  });

  it('are given back what a file put around leaving, and its variables', async () => {
    const { exit } = process;
    const context = new SharedContext();
    process.exit = () => exit(0);
    process.env.OF_THIS_FILE = '1';
    await context.teardown();
    expect([process.exit === exit, process.env.OF_THIS_FILE]).toEqual([true, undefined]);
  });

  it('carry nothing on that a file began to carry on', async () => {
    const storage = new AsyncLocalStorage<number>();
    await storage.run(1, async () => {
      expect(storage.getStore()).toBe(1);
      await new SharedContext().teardown();
      expect(storage.getStore()).toBeUndefined();
    });
  });
});
