import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/infrastructure/paths';
import { createDiary, type StepFigures } from '../../src/operations/rehearsal/diary';
import { enter, type Visitor } from '../../src/operations/rehearsal/enter';

/** Who comes, and how many a second. */
interface Coming {
  readonly base: string;
  readonly visitors: readonly Visitor[];
  readonly perSecond: number;
}

interface Crowd {
  /** They begin to come, evenly. */
  come(coming: Coming): void;
  /** They go, wherever they are. @returns what they met */
  go(): Promise<readonly StepFigures[]>;
}

const OWN_FILE = path.join(projectRoot, 'dist/bench/scenarios/crowd.js');

/**
 * People who come, in a process of their own: whoever saves meanwhile shares the machine with them, and not the thread
 * in which their answers are read.
 */
export async function gatherCrowd(): Promise<Crowd> {
  const child = fork(OWN_FILE, ['crowd']);
  await once(child, 'message');
  return {
    come: (coming) => void child.send(coming),
    async go() {
      const gone = once(child, 'exit');
      child.send('go');
      const [figures] = (await once(child, 'message')) as [readonly StepFigures[]];
      child.kill();
      await gone;
      return figures;
    },
  };
}

if (process.argv[2] === 'crowd') {
  const diary = createDiary();
  process.on('message', (message: Coming | 'go') => {
    if (message === 'go') process.send?.(diary.listSteps());
    else
      message.visitors.forEach(async (visitor, at) => {
        await sleep((at * 1000) / message.perSecond);
        await enter(message.base, visitor, diary);
      });
  });
  process.send?.('gathered');
}
