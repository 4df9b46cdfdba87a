import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { BackupFault } from '../../../src/infrastructure/backup/backup-fault';
import { deriveBackupKeys } from '../../../src/infrastructure/backup/backup-keys';
import { readSealedFile, writeSealedFile } from '../../../src/infrastructure/backup/sealed-file';
import { ringOf } from '../../support/key-rings';

const keys = deriveBackupKeys(ringOf('a'));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'zhiyuan-sealed-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* inPieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function read(name: string, of = keys): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readSealedFile(folder, name, of)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const faultOf = (reading: Promise<Buffer>) =>
  reading.then(
    () => 'read',
    (error: unknown) => (error instanceof BackupFault ? error.code : String(error)),
  );

describe('a sealed file of a backup', () => {
  it.each([0, 1, 65_535, 65_536, 65_537, 400_000])('comes back as it was, %i bytes', async (size) => {
    const content = randomBytes(size);
    await writeSealedFile(folder, 'one', keys, inPieces(content, 10_007));
    expect((await read('one')).equals(content)).toBe(true);
    expect(readdirSync(folder)).toEqual(['one']);
  });

  it('is refused whole wherever a bit is turned or it is cut', async () => {
    await writeSealedFile(folder, 'one', keys, inPieces(randomBytes(150_000), 4096));
    const sealed = readFileSync(path.join(folder, 'one'));
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), fc.boolean(), async (at, bit, cuts) => {
        const other = Buffer.from(sealed);
        other.writeUInt8(other.readUInt8(at) ^ (1 << bit), at);
        writeFileSync(path.join(folder, 'one'), cuts ? sealed.subarray(0, at) : other);
        expect(['damaged', 'otherKey']).toContain(await faultOf(read('one')));
      }),
      { numRuns: 150 },
    );
  });

  it('is refused with something behind it, and in the place of another', async () => {
    await writeSealedFile(folder, 'one', keys, inPieces(Buffer.from('first'), 5));
    const sealed = readFileSync(path.join(folder, 'one'));
    writeFileSync(path.join(folder, 'longer'), Buffer.concat([sealed, Buffer.from('x')]));
    renameSync(path.join(folder, 'one'), path.join(folder, 'two'));
    expect([await faultOf(read('longer')), await faultOf(read('two'))]).toEqual(['damaged', 'damaged']);
  });

  it('tells another key from damage', async () => {
    await writeSealedFile(folder, 'one', keys, inPieces(Buffer.from('first'), 5));
    const other = deriveBackupKeys(ringOf('b'));
    expect(await faultOf(read('one', other))).toBe('otherKey');
    // Where the key of then stands behind the current one, it is read.
    expect(await faultOf(read('one', deriveBackupKeys(ringOf('b', 'a'))))).toBe('read');
  });

  it('is not there at all where writing was stopped or failed', async () => {
    const stopping = new AbortController();
    async function* endless() {
      for (let at = 0; ; at += 1) {
        if (at === 20) stopping.abort();
        yield randomBytes(10_000);
      }
    }
    async function* failing() {
      yield randomBytes(10_000);
      throw new Error('the source failed');
    }
    await expect(writeSealedFile(folder, 'one', keys, endless(), stopping.signal)).rejects.toThrow();
    await expect(writeSealedFile(folder, 'two', keys, failing())).rejects.toThrow('the source failed');
    expect(readdirSync(folder)).toEqual([]);
  });
});
