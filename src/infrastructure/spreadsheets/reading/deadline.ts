import { wallClock } from '../../clock';
import { FileRefused } from './file-refusal';

/** Ends a reading that takes too long. @throws FileRefused tooSlow as rows are asked for beyond the time */
export async function* withDeadline<T>(pieces: AsyncIterable<T>, milliseconds: number): AsyncIterable<T> {
  const end = wallClock() + milliseconds;
  for await (const piece of pieces) {
    if (wallClock() > end) throw new FileRefused('tooSlow');
    yield piece;
  }
}
