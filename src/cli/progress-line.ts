import { wallClock } from '../infrastructure/clock';
import type { Terminal } from './terminal';

const REDRAW_MS = 200;
const LINE_MS = 5000;
const BAR = 24;

interface ProgressLine {
  /** Shows what is done; `share` (0 to 1) is drawn as a bar, null draws none. */
  show(text: string, share: number | null): void;
  /** Leaves the last line standing. */
  end(): void;
}

/** A line that is drawn again in its place on a terminal; elsewhere a line every five seconds. */
export function createProgressLine(terminal: Terminal): ProgressLine {
  let last = terminal.interactive ? Number.NEGATIVE_INFINITY : wallClock();
  let drawn = '';
  return {
    show(text, share) {
      const now = wallClock();
      const line = share === null ? text : `${drawBar(share)} ${text}`;
      if (now - last < (terminal.interactive ? REDRAW_MS : LINE_MS)) {
        drawn = line;
        return;
      }
      last = now;
      drawn = line;
      terminal.write(terminal.interactive ? `\r${line}\u001b[K` : `${line}\n`);
    },
    end() {
      if (terminal.interactive && drawn !== '') terminal.write(`\r${drawn}\u001b[K\n`);
    },
  };
}

function drawBar(share: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}] ${String(Math.floor(share * 100)).padStart(3)}%`;
}
