import { createHmac, hkdfSync } from 'node:crypto';
import type { KeyRing } from '../security/key-ring';

/** What seals the files of backups. It follows from DATA_KEY, without which their contents could not be read either. */
export interface BackupKeys {
  /** Bytes of an id. */
  readonly idBytes: number;
  /** What seals now. */
  current(): BackupKey;
  /** By the id of a file; null where no key of the ring is that. */
  find(id: Buffer): BackupKey | null;
}

interface BackupKey {
  /** By which a file tells under which key it was sealed. */
  readonly id: Buffer;
  /** The key of one file: its salt and its name make it its own, so that no file can take another's place. */
  of(salt: Buffer, name: string): Buffer;
}

const ID_BYTES = 16;

/** Backups of before a rotation are read for as long as the ring has the key of then. */
export function deriveBackupKeys(dataKeys: KeyRing): BackupKeys {
  const all = dataKeys.all().map(({ id, bytes }) => ({ ringId: id, key: deriveKey(bytes) }));
  return {
    idBytes: ID_BYTES,
    current() {
      const { id } = dataKeys.current();
      const found = all.find(({ ringId }) => ringId === id);
      if (found === undefined) throw new Error('a ring without its key');
      return found.key;
    },
    find: (id) => all.find(({ key }) => key.id.equals(id))?.key ?? null,
  };
}

function deriveKey(dataKey: Buffer): BackupKey {
  const root = Buffer.from(hkdfSync('sha256', dataKey, '', 'zhiyuan backup', 32));
  return {
    id: createHmac('sha256', root).update('id').digest().subarray(0, ID_BYTES),
    of: (salt, name) => Buffer.from(hkdfSync('sha256', root, salt, name, 32)),
  };
}
