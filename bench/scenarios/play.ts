import os from 'node:os';
import { createDiary, type Diary, type StepFigures } from '../../src/operations/rehearsal/diary';
import { collectClosers } from '../closers';
import { openBenchDatabase } from '../database';
import { startApp } from '../processes';
import { populate } from '../world';
import {
  createCast,
  playLastMinute,
  playOpening,
  playSavesInStorm,
  playSchool,
  type Size,
} from './scenarios';

/** Every scenario on one machine with the application's own limits, and what people met. */
export async function playScenarios(): Promise<void> {
  const database = await openBenchDatabase();
  const closers = collectClosers();
  closers.push(database.close);
  try {
    const cores = os.availableParallelism();
    // SIGN_IN_RATE as it is without being set; the line is what is played.
    const size: Size = { rate: 20 * cores, seconds: 20 };
    // Long enough for three saves behind the 99th of 100.
    const stormy: Size = { ...size, seconds: 30 };
    const lastMinute: Size = { rate: 60, seconds: 10 };
    const env = {
      SIGN_IN_RATE: String(size.rate),
      SIGN_IN_MOST: '100000',
      SHED_LOAD_MS: '250',
      TRUSTED_PROXIES: 'loopback',
    };
    const app = await startApp(database.url, { recorded: false, env });
    closers.push(app.stop);
    const most =
      2 * size.rate * size.seconds +
      4 * stormy.rate * stormy.seconds +
      lastMinute.rate * lastMinute.seconds +
      200;
    const cast = createCast(await populate(database.knex, app.url, most));
    tell(`${cores} cores shared with the virtual candidates, ${size.rate} sign-ins a second let in`);

    const opening = createDiary();
    const filed = await playOpening(app.url, cast, size, opening);
    tellDiary(
      `opening: 0 to ${3 * size.rate} arrivals a second in ${size.seconds} s; ${filed.done} of ${filed.of} filed`,
      opening,
    );
    const line = opening.describeLine();
    tell(
      `  line: ${line.waited} of ${line.entered} waited, the longest ${line.longestWaitSeconds.toFixed(1)} s, page ${line.pageBytes} B, overtaken by at most ${line.overtakenBySeconds.toFixed(1)} s`,
    );
    const school = createDiary();
    const room = await playSchool(app.url, cast, 10, school);
    tellDiary(`school: 50 behind one address within 10 s; ${room.done} of ${room.of} filed`, school);
    const last = createDiary();
    const saved = await playLastMinute(app.url, cast, lastMinute, last);
    tellDiary(
      `last seconds: ${saved.of} saves in ${lastMinute.seconds} s, ever more; ${saved.done} saved`,
      last,
    );
    const { rest, storm, signIns } = await playSavesInStorm(app.url, cast, stormy);
    tellSteps('saves at rest', rest.listSteps());
    tellSteps(`the same during ${3 * size.rate} arrivals a second`, storm.listSteps());
    tellSteps('those who came', signIns);
    const ratio = findSave(storm) / findSave(rest);
    tell(
      `  p99 of a save in the storm / at rest: ${ratio.toFixed(2)}, ≤ 3 ${ratio <= 3 ? 'holds' : 'MISSED'}`,
    );
  } finally {
    await closers.closeAll();
  }
}

const findSave = (diary: Diary) => diary.listSteps().find(({ step }) => step === 'save')?.p99 ?? 0;

const tellDiary = (title: string, diary: Diary) => tellSteps(title, diary.listSteps());

function tellSteps(title: string, steps: readonly StepFigures[]): void {
  tell(title);
  for (const figures of steps) tell(`  ${describeStep(figures)}`);
}

function describeStep({ step, count, p50, p99, refused, broken }: StepFigures): string {
  const times = `p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`;
  return `${step.padEnd(13)} ${String(count).padStart(6)}  ${times}, 503 ${refused}, broken ${broken}`;
}

function tell(line: string): void {
  console.log(line);
}
