import {
  countersign,
  isSignedBy,
  openLedgerKey,
  readNote,
  readVerifier,
  shortenRoot,
  writeNote,
  writeVerifier,
} from '../../../src/domain/ledger/checkpoint';

// RFC 8032, section 7.1, test 1.
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const key = openLedgerKey(seed);
const origin = 'zy.example.cn/ledger/01234567';
const checkpoint = { origin, size: 12, root: Buffer.alloc(32, 7), at: '2021-06-25T02:00:00.000Z' };
const note = writeNote(checkpoint, { name: origin, key });

describe('a checkpoint', () => {
  it('is signed with the key of the seed, and read again', () => {
    expect(key.publicKey.toString('hex')).toBe(
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    );
    expect(readNote(note)).toEqual(checkpoint);
    expect(isSignedBy(note, origin, key.publicKey)).toBe(true);
  });

  it.each([
    ['its size', note.replace('\n12\n', '\n13\n')],
    ['its root', note.replace('BwcH', 'BwcI')],
    ['its time', note.replace('02:00', '03:00')],
    ['its name', note.replaceAll('01234567', '01234568')],
    ['its signature', note.replace(/.{3}=*\n$/, 'AAA=\n')],
  ])('is not taken with %s changed', (_what, forged) => {
    expect(isSignedBy(forged, origin, key.publicKey)).toBe(false);
  });

  it('is not taken for one with anything more or less in it', () => {
    for (const text of ['', origin, note.replace('\n12\n', '\n012\n'), note.replace('\n12\n', '\n-1\n')])
      expect(readNote(text)).toBeNull();
    expect(readNote(note.replace('.000Z\n', '.000Z\nmore\n'))).toBeNull();
  });

  it('bears the signature of a witness beside its own', () => {
    const witness = { name: 'school-7', key: openLedgerKey(Buffer.alloc(32, 1)) };
    const both = countersign(note, witness);
    expect(isSignedBy(both, origin, key.publicKey)).toBe(true);
    expect(isSignedBy(both, 'school-7', witness.key.publicKey)).toBe(true);
    expect(isSignedBy(note, 'school-7', witness.key.publicKey)).toBe(false);
    expect(readNote(both)).toEqual(checkpoint);
  });

  it('names its key in a line that is checked', () => {
    const line = writeVerifier(origin, key.publicKey);
    expect(readVerifier(line)).toEqual({ name: origin, publicKey: key.publicKey });
    expect(readVerifier(line.replace('0', '1'))).toBeNull();
    expect(shortenRoot(checkpoint.root)).toBe('0707 0707 0707 0707');
  });
});
