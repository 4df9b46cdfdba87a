import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { plainFile } from '../../infrastructure/byte-file';
import { openZip } from '../../infrastructure/spreadsheets/reading/zip';
import { defaultLayout } from './layout';
import { decryptPackage } from './package-cipher';
import type { Manifest } from './write-package';

const manifestShape = z.object({
  format: z.literal('zhiyuan-lists-1'),
  pack: z.string(),
  packVersion: z.number(),
  batches: z.array(z.string()),
  createdAt: z.string(),
  lists: z.number(),
  // Packages of before had all columns, and did not say so.
  columns: z.array(z.object({ heading: z.string(), column: z.string() })).default([...defaultLayout]),
  files: z.array(
    z.object({
      name: z.string().regex(/^[a-z]+\.[a-z]+$/),
      bytes: z.number(),
      sha256: z.string(),
      lists: z.number(),
    }),
  ),
});

/** A file of the package is not what the manifest says. */
export class PackageFault extends Error {}

const MAX = 0xffff_ffff;

/** Nothing that is there is written over. @throws an error with the code EEXIST, as the file system does */
export async function refuseExisting(file: string): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there) throw Object.assign(new Error(`${file} is there already`), { code: 'EEXIST', path: file });
}

/**
 * Decrypts a package into a folder and checks each file against the manifest. Nothing stays where something is wrong.
 * @throws PackageRefused for a wrong passphrase or a changed package; PackageFault naming the file
 */
export async function openPackage(file: string, passphrase: string, folder: string): Promise<Manifest> {
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, 'lists.zip');
  await refuseExisting(archive);
  const written: string[] = [archive];
  try {
    await pipeline(
      Readable.from(decryptPackage(passphrase, createReadStream(file))),
      createWriteStream(archive, { mode: 0o600 }),
    );
    const zip = await openZip(plainFile(archive));
    let text = '';
    for await (const chunk of await zip.open('manifest.json', MAX)) text += chunk.toString();
    const manifest = manifestShape.parse(JSON.parse(text));
    for (const { name, sha256, bytes } of manifest.files) {
      const target = path.join(folder, name);
      await refuseExisting(target);
      written.push(target);
      const hash = createHash('sha256');
      let length = 0;
      const content = await zip.open(name, MAX);
      async function* measure() {
        for await (const chunk of content) {
          hash.update(chunk);
          length += chunk.length;
          yield chunk;
        }
      }
      await pipeline(Readable.from(measure()), createWriteStream(target, { mode: 0o600 }));
      if (length !== bytes || hash.digest('hex') !== sha256)
        throw new PackageFault(`${name} is not what the manifest says`);
    }
    const kept = path.join(folder, 'manifest.json');
    await refuseExisting(kept);
    written.push(kept);
    await writeFile(kept, text, { flag: 'wx', mode: 0o600 });
    await rm(archive);
    return manifest;
  } catch (error) {
    for (const one of written) await rm(one, { force: true });
    throw error;
  }
}
