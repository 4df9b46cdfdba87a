import { open, rename, rm } from 'node:fs/promises';

/** Writes a text whole and on the disk, or not at all; its owner alone reads it. */
export async function writeSmallFile(file: string, text: string): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  try {
    const handle = await open(unfinished, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}
