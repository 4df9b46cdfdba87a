/** What is to be closed when a measurement ends or is interrupted, the last first. */
export interface Closers {
  push(close: () => Promise<void>): void;
  closeAll(): Promise<void>;
}

/** Whoever interrupts a run is left no server running. */
export function collectClosers(): Closers {
  const closers: (() => Promise<void>)[] = [];
  const closeThem = async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  };
  const interrupt = () => void closeThem().finally(() => process.exit(1));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  return {
    push: (close) => closers.push(close),
    async closeAll() {
      await closeThem();
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
    },
  };
}
