import { yieldTo } from '../../src/infrastructure/answer-jobs';

/** A machine on which a process of an ordinary user runs at this `nice`. */
function machineAt(nice: number) {
  const machine = {
    nice,
    getPriority: () => machine.nice,
    setPriority(_thread: number, wanted: number) {
      if (wanted < machine.nice) throw new Error('EACCES');
      machine.nice = wanted;
    },
  };
  return machine;
}

describe('a thread that works beside requests', () => {
  it.each([
    [0, 10],
    [5, 15],
    [10, 19],
    [15, 19],
    [19, 19],
    [-5, 5],
  ])('of a process at nice %i runs at %i', (before, then) => {
    const machine = machineAt(before);
    yieldTo(machine);
    expect(machine.nice).toBe(then);
  });

  it('works where nobody may be made nicer', () => {
    const refuse = () => {
      throw new Error('EPERM');
    };
    expect(() => yieldTo({ getPriority: () => 0, setPriority: refuse })).not.toThrow();
    expect(() => yieldTo({ getPriority: refuse, setPriority: () => undefined })).not.toThrow();
  });
});
