import { wallClock } from '../../../infrastructure/clock';
import type { ImportProgress } from '../import-report';

const EVERY_MS = 200;

interface Progress {
  read(rows: number): void;
  enter(phase: 'checking' | 'writing'): void;
}

/** Tells of progress several times a second, and of every phase. */
export function followProgress(source: {
  share(): number | null;
  onProgress?(progress: ImportProgress): void;
}): Progress {
  const began = wallClock();
  let told = 0;
  let rows = 0;
  let rowsPerSecond = 0;
  return {
    read(count: number) {
      rows = count;
      const now = wallClock();
      if (now - told < EVERY_MS) return;
      told = now;
      rowsPerSecond = Math.round((count * 1000) / Math.max(1, now - began));
      source.onProgress?.({ phase: 'reading', rows, rowsPerSecond, share: source.share() });
    },
    enter(phase: 'checking' | 'writing') {
      source.onProgress?.({ phase, rows, rowsPerSecond, share: 1 });
    },
  };
}
