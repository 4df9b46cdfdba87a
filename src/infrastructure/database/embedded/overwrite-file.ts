import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Replaces the text of a file of the server's account. Follows no link: root may be the one who writes. */
export async function overwriteFile(file: string, text: string): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_TRUNC | (constants.O_NOFOLLOW ?? 0));
  try {
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}
